"""Stamps."""


def stamp(pdf: bytes, *, line: str, mark: str) -> bytes:
    raise NotImplementedError
