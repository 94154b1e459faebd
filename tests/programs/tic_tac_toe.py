"""Tic-tac-toe: the end of a game played out by minimax, with a table of known positions."""
LINES = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6)]


def winner(board):
    for a, b, c in LINES:
        if board[a] == board[b] == board[c] != ".":
            return board[a]


def best(board, player, known={}):
    if (board, player) in known:
        return known[board, player]
    if win := winner(board):
        return (1 if win == player else -1), None
    if "." not in board:
        return 0, None
    options = []
    for i, cell in enumerate(board):
        if cell == ".":
            score, _ = best(board[:i] + player + board[i + 1 :], "XO"[player == "X"])
            options.append((-score, -i))
    score, place = max(options)
    known[board, player] = score, -place
    return score, -place


board, player = "XOX.XO.O.", "X"
while not winner(board) and "." in board:
    score, place = best(board, player)
    board = f"{board[:place]}{player}{board[place + 1:]}"
    print(f"{player} takes {place} expecting {score:+d}", *(board[r : r + 3] for r in (0, 3, 6)))
    player = "XO"[player == "X"]
print("winner:", winner(board) or "nobody", len(best.__defaults__[0]))
