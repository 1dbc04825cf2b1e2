"""What is claimed of Nacre, shown on servers of the lab."""
