// What script adds to Tertial.
