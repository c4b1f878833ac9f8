"""Leftovers and gaps: placeholders, words attributed to nobody."""
