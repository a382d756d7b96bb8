"""Tests that keep the measured figures true."""
