"""An evening on a simulated clock: the product's own sender and pace; what is around them is made of plain objects."""
