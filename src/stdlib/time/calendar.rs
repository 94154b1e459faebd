//! Days, months and years of the Gregorian calendar, and the fields of a `struct tm`.

/// What a `struct tm` says, with Python's numbering: months from 1, Monday is day 0, days of the
/// year from 1.
#[derive(Clone, Debug, Default)]
pub struct Tm {
    pub year: i64,
    pub month: i64,
    pub day: i64,
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
    pub weekday: i64,
    pub yearday: i64,
    pub is_summer: i64,
    pub offset: Option<i64>,
    pub zone: Option<String>,
}

pub const DAY: i64 = 86_400;

/// Days from 1970-01-01 to that day.
pub fn days_before(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March, so that the leap day is their last.
    let (year, month) = (year + (month - 1).div_euclid(12), (month - 1).rem_euclid(12) + 1);
    let year = if month <= 2 { year - 1 } else { year };
    let (era, in_era) = (year.div_euclid(400), year.rem_euclid(400));
    let from_march = (month + 9) % 12;
    let in_year = (153 * from_march + 2) / 5 + day - 1;
    era * 146_097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719_468
}

/// Year, month and day of the month of a day counted from 1970-01-01.
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, in_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let years = (in_era - in_era / 1460 + in_era / 36_524 - in_era / 146_096) / 365;
    let in_year = in_era - (365 * years + years / 4 - years / 100);
    let from_march = (5 * in_year + 2) / 153;
    let day = in_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (years + era * 400 + i64::from(month <= 2), month, day)
}

impl Tm {
    /// The fields of a moment, so many seconds east of Greenwich.
    pub fn of(moment: i64, offset: i64) -> Tm {
        let local = moment + offset;
        let (days, seconds) = (local.div_euclid(DAY), local.rem_euclid(DAY));
        let (year, month, day) = date_of(days);
        Tm {
            year,
            month,
            day,
            hour: seconds / 3600,
            minute: seconds / 60 % 60,
            second: seconds % 60,
            weekday: (days + 3).rem_euclid(7),
            yearday: days - days_before(year, 1, 1) + 1,
            ..Tm::default()
        }
    }
    /// The moment if the fields are read as UTC; what is out of range carries over.
    pub fn seconds(&self) -> i64 {
        let days = days_before(self.year, self.month, self.day);
        days * DAY + self.hour * 3600 + self.minute * 60 + self.second
    }
    /// Year and number of the ISO week.
    pub fn iso_week(&self) -> (i64, i64) {
        let week = (self.yearday - 1 - self.weekday + 10) / 7;
        let long = |year: i64| {
            let first = (days_before(year, 1, 1) + 3).rem_euclid(7);
            let leap = days_before(year + 1, 1, 1) - days_before(year, 1, 1) == 366;
            if first == 3 || (first == 2 && leap) { 53 } else { 52 }
        };
        match week {
            0 => (self.year - 1, long(self.year - 1)),
            53 if long(self.year) == 52 => (self.year + 1, 1),
            week => (self.year, week),
        }
    }
}
