"""A package."""
from . import shapes
