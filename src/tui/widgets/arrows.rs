//! Jumps as arrows in a gutter: which lane each takes, and which character stands where.

/// A jump between two rows, drawn in a lane; lane 0 is nearest to the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Arrow {
    pub from: usize,
    pub to: usize,
    pub lane: usize,
    /// The jump of the current instruction.
    pub active: bool,
}

impl Arrow {
    fn top(&self) -> usize {
        self.from.min(self.to)
    }
    fn bottom(&self) -> usize {
        self.from.max(self.to)
    }
}

/// Gives each jump the nearest free lane, short jumps first; jumps that find none of `max` lanes
/// are left out. The jump that starts at `current` always has one.
pub fn lanes(jumps: &[(usize, usize)], current: Option<usize>, max: usize) -> Vec<Arrow> {
    let mut order: Vec<(usize, usize)> = jumps.to_vec();
    order.sort_by_key(|&(from, to)| (Some(from) != current, from.abs_diff(to)));
    let mut arrows: Vec<Arrow> = Vec::new();
    for (from, to) in order {
        let new = Arrow { from, to, lane: 0, active: Some(from) == current };
        // Arrows to the same row may share a lane.
        let clash = |a: &Arrow, lane: usize| {
            a.lane == lane && a.to != to && a.top() <= new.bottom() && new.top() <= a.bottom()
        };
        if let Some(lane) = (0..max).find(|lane| !arrows.iter().any(|a| clash(a, *lane))) {
            arrows.push(Arrow { lane, ..new });
        }
    }
    arrows
}

/// The character at a row and column (column 0 is the arrow head's, column n+1 is lane n), and
/// whether it belongs to the active arrow.
pub fn symbol(arrows: &[Arrow], row: usize, column: usize) -> (char, bool) {
    let ends = |a: &Arrow| a.from == row || a.to == row;
    // Active arrows are drawn over the others, ends over lines.
    let best = |found: &mut dyn Iterator<Item = (char, bool)>| found.max_by_key(|(_, active)| *active);
    if column == 0 {
        let mut heads =
            arrows.iter().filter(|a| ends(a)).map(|a| (if a.to == row { '▸' } else { '─' }, a.active));
        let heads: Vec<(char, bool)> = heads.by_ref().collect();
        let active = heads.iter().any(|h| h.1);
        return match heads.iter().find(|h| h.0 == '▸').or(heads.first()) {
            Some(&(c, _)) => (c, active),
            None => (' ', false),
        };
    }
    let lane = column - 1;
    let corner = best(&mut arrows.iter().filter(|a| a.lane == lane && ends(a)).map(|a| {
        let first = arrows.iter().filter(|b| b.lane == lane && b.to == a.to).map(Arrow::top).min();
        let last = arrows.iter().filter(|b| b.lane == lane && b.to == a.to).map(Arrow::bottom).max();
        match (first == Some(row), last == Some(row)) {
            (true, true) => ('─', a.active),
            (true, false) => ('╭', a.active),
            (false, true) => ('╰', a.active),
            (false, false) => ('├', a.active),
        }
    }));
    if let Some(corner) = corner {
        return corner;
    }
    let crossing = best(
        &mut arrows
            .iter()
            .filter(|a| a.lane == lane && a.top() < row && row < a.bottom())
            .map(|a| ('│', a.active)),
    );
    let passing = best(&mut arrows.iter().filter(|a| a.lane > lane && ends(a)).map(|a| ('─', a.active)));
    match (crossing, passing) {
        (Some(c), Some(p)) if p.1 && !c.1 => p,
        (Some(c), _) => c,
        (None, Some(p)) => p,
        (None, None) => (' ', false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(jumps: &[(usize, usize)], current: Option<usize>, rows: usize) -> Vec<String> {
        let arrows = lanes(jumps, current, 3);
        let columns = arrows.iter().map(|a| a.lane + 2).max().unwrap_or(0);
        (0..rows)
            .map(|row| (0..columns).rev().map(|c| symbol(&arrows, row, c).0).collect::<String>())
            .collect()
    }

    #[test]
    fn one_jump() {
        assert_eq!(picture(&[(0, 2)], None, 3), ["╭─", "│ ", "╰▸"]);
        assert_eq!(picture(&[(2, 0)], None, 3), ["╭▸", "│ ", "╰─"]);
    }

    #[test]
    fn nested_jumps_take_lanes() {
        assert_eq!(picture(&[(3, 0), (1, 2)], None, 4), ["╭─▸", "│╭─", "│╰▸", "╰──"]);
    }

    #[test]
    fn jumps_to_one_row_share_a_lane() {
        assert_eq!(picture(&[(0, 3), (1, 3)], None, 4), ["╭─", "├─", "│ ", "╰▸"]);
    }

    #[test]
    fn a_jump_to_itself() {
        assert_eq!(picture(&[(1, 1)], None, 2), ["  ", "─▸"]);
    }

    #[test]
    fn the_current_jump_always_has_a_lane() {
        let jumps: Vec<_> = (0..20).map(|i| (i, 40 - i)).collect();
        assert!(lanes(&jumps, Some(0), 2).iter().any(|a| a.active));
    }
}
