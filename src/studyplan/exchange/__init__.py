"""What a person made, out in the formats that they already use. Nothing is here yet."""
