"""Figures, dates, persons that do not fit together."""
