"""The network: pages asked for one hop at a time, and articles taken out of them.

The only room that opens connections, and only when a person asks for it. It needs the extra
`reader` (httpx, trafilatura), which is loaded by the modules that use it.
"""
