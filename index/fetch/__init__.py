"""Public pages and feeds over http(s), fetched within limits; read `fetcher` first."""
