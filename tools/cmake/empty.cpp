// A module that holds only headers still needs one file to be a library.
