"""Layout against a style, by the effective format of each paragraph."""
