//! `pvmscope run FILE`: standard output, standard error and exit status (`tests/goldens/*/*.out`).

use crate::goldens::{Done, compare_all, pvmscope, root};

#[test]
fn programs_print_what_cpython_prints() {
    compare_all("out", |program| match pvmscope(&["run", program]) {
        Ok(Done { stdout, stderr, status }) => {
            let text = format!("== stdout\n{stdout}== stderr\n{stderr}== exit {status}\n");
            text.replace(&format!("{}/", root().display()), "")
        }
        Err(why) => why,
    });
}
