"""Builds, boots, attacks and compares the lab's servers."""
