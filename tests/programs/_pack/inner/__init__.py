"""A package in a package."""
depth = 2
try:
    from .nothing import missing_or_not
except ImportError as e:
    missing_or_not = f"{type(e).__name__}: {e}"
