"""From the definition of a page to the bytes of its file: a layout a function or a template, no two pages alike."""
