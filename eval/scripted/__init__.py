"""A server that plays a language model from a script: honestly, badly, or lying. For tests and for looking at the chat.

It speaks OpenAI's chat completions (with SSE and tool calls) and Ollama's /api/chat, on loopback, at a port of the
system's choice. `python -m eval.scripted` serves it until interrupted.
"""
