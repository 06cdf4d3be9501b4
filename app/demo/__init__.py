"""The demonstration: a fictional campaign, played through the real actions in a folder that is thrown away.

Promises that nothing of it touches another installation or leaves this machine. Never holds anything people rely on.
"""
