"""Wall-clock time, held against models too slow to be wrong."""
