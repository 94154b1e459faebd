//! What the machine itself knows about signals: the numbers that stand for handlers.

use crate::heap::ObjId;
use crate::object::ids;

/// The signal of Ctrl-C.
pub const INTERRUPT: i64 = 2;
/// `signal.SIG_DFL` and `signal.SIG_IGN`.
pub const DEFAULT: ObjId = ids::small_int(0);
pub const IGNORE: ObjId = ids::small_int(1);
