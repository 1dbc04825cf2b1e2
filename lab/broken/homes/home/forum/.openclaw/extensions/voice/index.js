// A plugin nobody allowed.
