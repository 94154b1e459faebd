//! "Did you mean": the closest of several names, as CPython's `_Py_CalculateSuggestions` finds it.

/// Candidates beyond this number, and names beyond this length, get no suggestion.
const MAX_CANDIDATES: usize = 750;
const MAX_LENGTH: usize = 40;
const MOVE_COST: usize = 2;
const CASE_COST: usize = 1;

/// The candidate closest to `wrong`, if one is close enough.
pub fn closest<'a>(wrong: &str, candidates: &'a [String]) -> Option<&'a str> {
    if candidates.len() >= MAX_CANDIDATES {
        return None;
    }
    let mut best: Option<(&str, usize)> = None;
    for candidate in candidates {
        if candidate == wrong {
            continue;
        }
        let limit = (wrong.len() + candidate.len() + 3) * MOVE_COST / 6;
        let limit = best.map_or(limit, |(_, d)| limit.min(d - 1));
        let distance = distance(wrong.as_bytes(), candidate.as_bytes(), limit);
        if distance <= limit && best.is_none_or(|(_, d)| distance < d) {
            best = Some((candidate, distance));
        }
    }
    best.map(|(name, _)| name)
}

fn substitution(a: u8, b: u8) -> usize {
    match () {
        _ if a == b => 0,
        _ if a.eq_ignore_ascii_case(&b) => CASE_COST,
        _ => MOVE_COST,
    }
}

/// Weighted edit distance; anything above `limit` once it is known to exceed it.
fn distance(a: &[u8], b: &[u8], limit: usize) -> usize {
    let common = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[common..], &b[common..]);
    let common = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - common], &b[..b.len() - common]);
    if a.is_empty() || b.is_empty() {
        return (a.len() + b.len()) * MOVE_COST;
    }
    if a.len() > MAX_LENGTH || b.len() > MAX_LENGTH {
        return limit + 1;
    }
    let mut row: Vec<usize> = (0..=b.len()).map(|i| i * MOVE_COST).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (i + 1) * MOVE_COST;
        for (j, &y) in b.iter().enumerate() {
            let replaced = diagonal + substitution(x, y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j].min(row[j + 1]) + MOVE_COST);
        }
        if row.iter().min().is_some_and(|&m| m > limit) {
            return limit + 1;
        }
    }
    row[b.len()]
}
