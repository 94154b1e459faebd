//! Checkpoints: dense near the moment that is looked at, sparse far from it.

/// A state that can be restored.
#[derive(Debug)]
struct Checkpoint<S> {
    step: u64,
    bytes: usize,
    snapshot: S,
}

/// The checkpoints of one run, by step.
#[derive(Debug)]
pub struct Timeline<S> {
    checkpoints: Vec<Checkpoint<S>>,
    bytes: usize,
    most: usize,
    most_bytes: usize,
}

/// Fewest steps between two checkpoints.
const SPACING: u64 = 20_000;
/// Copying so many bytes for a checkpoint costs a good deal less than a step at full speed.
const BYTES_A_STEP: usize = 4;
/// Checkpoints are kept within this many bytes, two apart.
const MOST_BYTES: usize = 512 << 20;
const MOST: usize = 160;

impl<S> Default for Timeline<S> {
    fn default() -> Timeline<S> {
        Timeline::with_limits(MOST, MOST_BYTES)
    }
}

impl<S> Timeline<S> {
    pub fn with_limits(most: usize, most_bytes: usize) -> Timeline<S> {
        Timeline { checkpoints: Vec::new(), bytes: 0, most, most_bytes }
    }

    pub fn len(&self) -> usize {
        self.checkpoints.len()
    }
    pub fn is_empty(&self) -> bool {
        self.checkpoints.is_empty()
    }

    /// Steps that a checkpoint of so many bytes should serve.
    pub fn spacing(bytes: usize) -> u64 {
        SPACING.max((bytes / BYTES_A_STEP) as u64)
    }

    fn index_at_or_before(&self, step: u64) -> Option<usize> {
        self.checkpoints.partition_point(|c| c.step <= step).checked_sub(1)
    }
    /// The latest checkpoint that is not after `step`.
    pub fn at_or_before(&self, step: u64) -> Option<(u64, &S)> {
        let found = &self.checkpoints[self.index_at_or_before(step)?];
        Some((found.step, &found.snapshot))
    }

    /// Keeps a state. `cursor` is the moment of interest: what is far from it gives way first.
    pub fn record(&mut self, step: u64, snapshot: S, bytes: usize, cursor: u64) {
        let at = self.checkpoints.partition_point(|c| c.step < step);
        if self.checkpoints.get(at).is_some_and(|c| c.step == step) {
            return;
        }
        self.checkpoints.insert(at, Checkpoint { step, bytes, snapshot });
        self.bytes += bytes;
        while self.checkpoints.len() > 2
            && (self.checkpoints.len() > self.most || self.bytes > self.most_bytes)
        {
            self.thin(cursor);
        }
    }

    /// Drops the checkpoint that will be missed least: the gap that it leaves is small for its
    /// distance from the cursor. The first one stays.
    fn thin(&mut self, cursor: u64) {
        let gap = |i: usize| {
            let next = self.checkpoints.get(i + 1).map_or(self.checkpoints[i].step, |c| c.step);
            (next - self.checkpoints[i - 1].step) as f64
        };
        let cost = |i: usize| gap(i) / (self.checkpoints[i].step.abs_diff(cursor) + SPACING) as f64;
        // The newest has no gap behind it and would always be dropped: it counts only if nothing else can go.
        let last = self.checkpoints.len() - 1;
        let dropped = (1..last).min_by(|a, b| cost(*a).total_cmp(&cost(*b))).unwrap_or(last);
        self.bytes -= self.checkpoints.remove(dropped).bytes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checkpoints_stay_within_their_limits_and_near_the_cursor() {
        let mut timeline = Timeline::with_limits(20, 1 << 20);
        for i in 0..2000u64 {
            timeline.record(i * SPACING, i, 1000, i * SPACING);
        }
        assert_eq!(timeline.len(), 20);
        assert_eq!(timeline.at_or_before(5), Some((0, &0)), "the first one stays");
        let end = 1999 * SPACING;
        let distance = |step: u64| step - timeline.at_or_before(step).unwrap().0;
        assert!(distance(end - 1) <= 2 * SPACING, "{}", distance(end - 1));
        assert!(distance(end / 2) < end / 4, "{}", distance(end / 2));
        let mut heavy = Timeline::with_limits(100, 10_000);
        for i in 0..50 {
            heavy.record(i, (), 3000, i);
        }
        assert_eq!(heavy.len(), 3);
    }

    #[test]
    fn a_step_is_recorded_once() {
        let mut timeline = Timeline::default();
        timeline.record(3, 'a', 1, 3);
        timeline.record(3, 'b', 1, 3);
        timeline.record(1, 'c', 1, 3);
        assert_eq!(timeline.len(), 2);
        assert_eq!(timeline.at_or_before(9), Some((3, &'a')));
        assert_eq!(timeline.at_or_before(2), Some((1, &'c')));
        assert_eq!(timeline.at_or_before(0), None);
    }
}
