"""How a bare machine becomes able to run and test the office, one file a step.

Only the standard library is used up to `packages.py`, which makes the virtual
environment; every later step runs inside it.
"""
