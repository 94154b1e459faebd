//! The local time zone: what `TZ` or the system says.

use super::{Answer, World};
use tz::TimeZone;

/// What the clock on the wall follows at some moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LocalTime {
    /// Seconds east of Greenwich.
    pub offset: i64,
    pub is_summer: bool,
    pub zone: String,
}

impl World {
    /// The local time in force at a moment, in seconds since the epoch.
    pub fn local_time(&mut self, moment: i64) -> LocalTime {
        let answer = self.answer(|w| {
            let zone = w.zone.get_or_insert_with(local_zone);
            Answer::LocalTime(match zone.find_local_time_type(moment) {
                Ok(kind) => LocalTime {
                    offset: kind.ut_offset().into(),
                    is_summer: kind.is_dst(),
                    zone: kind.time_zone_designation().to_string(),
                },
                Err(_) => LocalTime { zone: "UTC".into(), ..LocalTime::default() },
            })
        });
        if let Answer::LocalTime(time) = answer { time } else { LocalTime::default() }
    }
}

/// UTC where nothing else is known.
fn local_zone() -> TimeZone {
    let zone = match std::env::var("TZ") {
        Ok(name) if !name.is_empty() => TimeZone::from_posix_tz(&name),
        _ => TimeZone::local(),
    };
    zone.unwrap_or_else(|_| TimeZone::utc())
}
