"""The command line and the chat: `ui.cli` and `ui.server`."""
