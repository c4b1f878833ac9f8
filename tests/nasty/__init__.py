"""Inputs that mean harm, or came to harm: each is answered with a line and an exit status (docs/reliability.md)."""
