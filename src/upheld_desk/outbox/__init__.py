"""What must leave the desk: put in the transaction of what it tells about, sent later, once."""
