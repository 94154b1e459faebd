//! The collector as a film: a picture of its lists at the end of each phase of a collection, taken while
//! there is a camera. Without one a collection asks once a phase, and that is all.

use super::Vm;
use super::gc::{GENERATIONS, NONE_LEFT, OUTSIDE, PERMANENT, SUSPECT, UNREACHABLE, WORK};
use crate::heap::{IMMORTAL, ObjId};
use rustc_hash::FxHashMap;

/// A phase of a collection, in the order in which CPython 3.13 goes through them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Phase {
    /// The generation was picked, and the younger ones were merged into it.
    Picked,
    /// Each object's count was copied.
    Copied,
    /// References from one object of the generation to another were subtracted.
    Subtracted,
    /// What is reachable from outside was found; the rest has been moved away.
    Reached,
    /// The unreachable have a list of their own; tuples that need no collector left.
    Separated,
    /// The survivors were promoted to the next generation.
    Promoted,
    /// Weak references to the unreachable were cleared, and callbacks of reachable ones called.
    WeakrefsCleared,
    /// Finalisers have run.
    Finalized,
    /// What finalisers made reachable again was taken out.
    Resurrected,
    /// The cycles are broken: the rest has died.
    Cleared,
}

impl Phase {
    pub const ALL: [Phase; 10] = [
        Phase::Picked,
        Phase::Copied,
        Phase::Subtracted,
        Phase::Reached,
        Phase::Separated,
        Phase::Promoted,
        Phase::WeakrefsCleared,
        Phase::Finalized,
        Phase::Resurrected,
        Phase::Cleared,
    ];
    /// The phase in a few words.
    pub fn title(self) -> &'static str {
        match self {
            Phase::Picked => "pick the generation",
            Phase::Copied => "copy the counts",
            Phase::Subtracted => "subtract internal references",
            Phase::Reached => "find what is reachable from outside",
            Phase::Separated => "move the unreachable",
            Phase::Promoted => "promote the survivors",
            Phase::WeakrefsCleared => "clear weak references",
            Phase::Finalized => "run finalisers",
            Phase::Resurrected => "take out the resurrected",
            Phase::Cleared => "break the cycles",
        }
    }
}

/// The collector's list that an object is in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum List {
    Generation(u8),
    Permanent,
    Unreachable,
    /// Unreachable, while finalisers run.
    Finalizing,
}

impl List {
    fn of(number: usize) -> List {
        match number {
            PERMANENT => List::Permanent,
            UNREACHABLE => List::Unreachable,
            WORK => List::Finalizing,
            generation => List::Generation(generation as u8),
        }
    }
}

/// What the collector knows of an object's references (`gc_refs`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Refs {
    /// It is not being looked at, or known to be reachable.
    None,
    /// References that are not accounted for yet.
    Left(u32),
    /// Thought unreachable so far.
    Suspect,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Subject {
    pub id: ObjId,
    /// The true count; `None` for immortals.
    pub count: Option<u32>,
    pub refs: Refs,
    pub list: List,
}

/// The collector's lists at the end of a phase.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    pub phase: Phase,
    /// Objects in the lists, by list: the generations, the permanent one, the unreachable, those
    /// whose finalisers run.
    pub sizes: [usize; LISTS],
    /// Those that the program made first; the interpreter's own only as far as there is room.
    pub subjects: Vec<Subject>,
}

pub const LISTS: usize = WORK + 1;

/// One collection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Film {
    /// The instruction during which it ran.
    pub step: u64,
    pub generation: usize,
    pub pictures: Vec<Picture>,
    /// The objects at first sight: class and short repr.
    pub titles: FxHashMap<ObjId, (String, String)>,
}

impl Film {
    /// Does an object take part, or come into the list of the survivors? The older ones stay as they are.
    pub fn looks_at(&self, subject: &Subject) -> bool {
        !matches!(subject.list, List::Generation(g) if usize::from(g) > self.generation + 1)
    }
}

/// Films collections.
#[derive(Clone, Default, Debug)]
pub struct Camera {
    pub films: Vec<Film>,
}

/// Objects in a picture.
const MOST_SUBJECTS: usize = 4000;
/// Films of one camera.
const MOST_FILMS: usize = 16;
/// Characters of an object's repr.
const LONGEST: usize = 60;

impl Vm {
    /// The end of a phase.
    #[inline]
    pub(super) fn picture(&mut self, phase: Phase, generation: usize) {
        if self.camera.is_some() {
            self.take_picture(phase, generation);
        }
    }
    #[cold]
    fn take_picture(&mut self, phase: Phase, generation: usize) {
        let Some(mut camera) = self.camera.take() else { return };
        if phase == Phase::Picked && camera.films.len() < MOST_FILMS {
            let film = Film {
                step: self.state.steps.saturating_sub(1),
                generation,
                pictures: Vec::new(),
                titles: FxHashMap::default(),
            };
            camera.films.push(film);
        }
        if let Some(film) = camera.films.last_mut().filter(|f| f.pictures.len() < Phase::ALL.len()) {
            let picture = self.lists(phase);
            for subject in &picture.subjects {
                let title = || (self.class_name(subject.id), self.short_repr(subject.id, LONGEST));
                film.titles.entry(subject.id).or_insert_with(title);
            }
            film.pictures.push(picture);
        }
        self.camera = Some(camera);
    }

    /// What the collector's lists hold now.
    fn lists(&self, phase: Phase) -> Picture {
        let (gc, heap) = (&self.state.gc, &self.state.heap);
        let mut sizes = [0; LISTS];
        let (mut subjects, mut others) = (Vec::new(), Vec::new());
        for number in [UNREACHABLE, WORK].into_iter().chain(0..GENERATIONS).chain([PERMANENT]) {
            for id in gc.members(number) {
                sizes[number] += 1;
                let own = id.number() >= self.state.first_user_object;
                let kept = if own { &mut subjects } else { &mut others };
                if kept.len() == MOST_SUBJECTS {
                    continue;
                }
                let count = heap.count(id);
                let refs = match gc.refs(id) {
                    SUSPECT => Refs::Suspect,
                    OUTSIDE => Refs::None,
                    left => Refs::Left((left - NONE_LEFT).max(0) as u32),
                };
                let count = (count & IMMORTAL == 0).then_some(count);
                kept.push(Subject { id, count, refs, list: List::of(number) });
            }
        }
        let room = MOST_SUBJECTS - subjects.len();
        subjects.extend(others.into_iter().take(room));
        Picture { phase, sizes, subjects }
    }
}
