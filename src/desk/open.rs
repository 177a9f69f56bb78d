//! Opening the desk over the store of this machine.
