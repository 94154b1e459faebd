//! `strftime` in the C locale.

use super::calendar::Tm;

pub const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date in the form of `asctime`.
pub fn asctime(tm: &Tm) -> String {
    let (day, month) = (name(&DAYS, tm.weekday), name(&MONTHS, tm.month - 1));
    format!(
        "{} {} {:2} {:02}:{:02}:{:02} {}",
        &day[..3],
        &month[..3],
        tm.day,
        tm.hour,
        tm.minute,
        tm.second,
        tm.year
    )
}
fn name(names: &[&'static str], index: i64) -> &'static str {
    names.get(index.rem_euclid(names.len() as i64) as usize).copied().unwrap_or("???")
}

/// The fields as the format says.
pub fn strftime(format: &str, tm: &Tm) -> String {
    let mut out = String::new();
    let mut rest = format.chars();
    while let Some(c) = rest.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let before = rest.clone();
        let (mut flag, mut upper, mut width) = (None, false, None);
        let code = loop {
            match rest.next() {
                Some(c @ ('-' | '_' | '0')) if width.is_none() => flag = Some(c),
                Some('^') => upper = true,
                Some('#') => upper = true,
                Some(c) if c.is_ascii_digit() => {
                    let digit = c.to_digit(10).unwrap_or(0) as usize;
                    width = Some((width.unwrap_or(0) * 10 + digit).min(1024));
                }
                Some('E' | 'O') => {}
                code => break code,
            }
        };
        let Some(field) = code.and_then(|code| field(code, tm)) else {
            // What is no code stays as it is.
            out.push('%');
            match code {
                Some(_) => {
                    let length = before.as_str().len() - rest.as_str().len();
                    out.push_str(&before.as_str()[..length]);
                }
                None => out.push_str(before.as_str()),
            }
            continue;
        };
        let text = match field {
            Field::Text(text) if upper => text.to_uppercase(),
            Field::Text(text) => match width {
                Some(width) => format!("{text:>width$}"),
                None => text,
            },
            Field::Number(value, digits, pad) => {
                let pad = match flag {
                    Some('-') => None,
                    Some('_') => Some(' '),
                    Some(_) => Some('0'),
                    None => Some(pad),
                };
                let digits = width.unwrap_or(digits);
                match pad {
                    None => value.to_string(),
                    Some(' ') => format!("{value:digits$}"),
                    Some(_) => format!("{value:0digits$}"),
                }
            }
        };
        out.push_str(&text);
    }
    out
}

enum Field {
    Text(String),
    /// Value, number of digits, what fills them.
    Number(i64, usize, char),
}

fn field(code: char, tm: &Tm) -> Option<Field> {
    let two = |value| Field::Number(value, 2, '0');
    let text = |text: &str| Field::Text(text.to_string());
    let again = |format: &str| Field::Text(strftime(format, tm));
    let twelve = (tm.hour + 11).rem_euclid(12) + 1;
    let sunday = (tm.weekday + 1).rem_euclid(7);
    Some(match code {
        'a' => text(&name(&DAYS, tm.weekday)[..3]),
        'A' => text(name(&DAYS, tm.weekday)),
        'b' | 'h' => text(&name(&MONTHS, tm.month - 1)[..3]),
        'B' => text(name(&MONTHS, tm.month - 1)),
        'c' => again("%a %b %e %H:%M:%S %Y"),
        'C' => two(tm.year.div_euclid(100)),
        'd' => two(tm.day),
        'D' | 'x' => again("%m/%d/%y"),
        'e' => Field::Number(tm.day, 2, ' '),
        'F' => again("%Y-%m-%d"),
        'g' => two(tm.iso_week().0.rem_euclid(100)),
        'G' => Field::Number(tm.iso_week().0, 0, '0'),
        'H' => two(tm.hour),
        'I' => two(twelve),
        'j' => Field::Number(tm.yearday, 3, '0'),
        'k' => Field::Number(tm.hour, 2, ' '),
        'l' => Field::Number(twelve, 2, ' '),
        'm' => two(tm.month),
        'M' => two(tm.minute),
        'n' => text("\n"),
        'p' => text(if tm.hour < 12 { "AM" } else { "PM" }),
        'P' => text(if tm.hour < 12 { "am" } else { "pm" }),
        'r' => again("%I:%M:%S %p"),
        'R' => again("%H:%M"),
        's' => Field::Number(tm.seconds() - tm.offset.unwrap_or(0), 0, '0'),
        'S' => two(tm.second),
        't' => text("\t"),
        'T' | 'X' => again("%H:%M:%S"),
        'u' => Field::Number(tm.weekday + 1, 1, '0'),
        'U' => two((tm.yearday + 6 - sunday).div_euclid(7)),
        'V' => two(tm.iso_week().1),
        'w' => Field::Number(sunday, 1, '0'),
        'W' => two((tm.yearday + 6 - tm.weekday).div_euclid(7)),
        'y' => two(tm.year.rem_euclid(100)),
        'Y' => Field::Number(tm.year, 0, '0'),
        'z' => {
            let offset = tm.offset.unwrap_or(0);
            let sign = if offset < 0 { '-' } else { '+' };
            Field::Text(format!("{sign}{:02}{:02}", offset.abs() / 3600, offset.abs() / 60 % 60))
        }
        'Z' => text(tm.zone.as_deref().unwrap_or("")),
        '%' => text("%"),
        _ => return None,
    })
}
