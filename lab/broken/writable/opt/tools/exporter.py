print("up 1")
