//! Files of postcodes as they come.

use super::{Files, Reading, Reason, Rejected, Unreadable};
use crate::domain::service::details::Position;
use proptest::prelude::*;
use std::io::{BufReader, Read};

fn read(text: impl AsRef<[u8]>) -> Result<Reading, Unreadable> {
    let mut files = Files::default();
    files.read_from(text.as_ref(), &mut |_| ())?;
    Ok(files.finish())
}

fn near(reading: &Reading, code: &str, latitude: f64, longitude: f64) -> bool {
    let wanted = Position::from_degrees(latitude, longitude).unwrap();
    reading.places.locate(code).is_some_and(|at| at.metres_to(wanted) < 10.0)
}

fn reasons(reading: &Reading) -> Vec<(u64, Reason)> {
    reading.rejected.iter().map(|one| (one.line, one.reason)).collect()
}

#[test]
fn a_plain_table_is_read_by_the_names_of_its_columns() {
    let reading = read("Long,Post Code,ward,Lat\n-2.60,BS3 4NN,Southville,51.44\n").unwrap();
    assert!(near(&reading, "BS3 4NN", 51.44, -2.60));
    assert_eq!(reading.unknown, ["ward"]);
    assert_eq!(reading.rejected, []);
}

#[test]
fn the_postcode_directory_of_the_ons_is_read_as_it_is() {
    let text = "\u{feff}pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,osgrdind,lat,long\r\n\
        \"AB1 0AA\",\"AB1  0AA\",\"AB1 0AA\",\"198001\",\"199606\",\"0\",\"385386\",\"0801193\",\"1\",57.101474,-2.242851\r\n\
        \"BT1 1AA\",\"BT1  1AA\",\"BT1 1AA\",\"199606\",\"\",\"0\",\"333830\",\"374000\",\"1\",54.5964,-5.9301\r\n\
        \"GY1 1AA\",\"GY1  1AA\",\"GY1 1AA\",\"199606\",\"\",\"0\",\"\",\"\",\"9\",99.999999,0.000000\r\n";
    let reading = read(text).unwrap();
    // Terminated, and still where it was.
    assert!(near(&reading, "AB1 0AA", 57.101_474, -2.242_851));
    assert!(near(&reading, "BT1 1AA", 54.5964, -5.9301));
    assert_eq!(reading.terminated, 1);
    assert_eq!(reasons(&reading), [(4, Reason::NoPosition)]);
    assert_eq!(reading.unknown, ["dointr", "usertype", "osgrdind"]);
}

#[test]
fn northern_ireland_has_a_grid_of_its_own() {
    let reading = read("pcds,oseast1m,osnrth1m\nBT1 1AA,333830,374000\n").unwrap();
    let wanted = Position::from_degrees(54.5964, -5.9301).unwrap();
    assert!(reading.places.locate("BT1 1AA").unwrap().metres_to(wanted) < 100.0);
}

#[test]
fn code_point_open_is_known_by_its_first_line() {
    let text = "\"BS4 5JY\",10,362270,169979,\"E92000001\",\"E19000003\",\"E18000010\",\"\",\"E06000023\",\"E05001981\"\n\
        \"BS991AA\",90,0,0,\"E92000001\",\"E19000003\",\"E18000010\",\"\",\"E06000023\",\"E05001981\"\n";
    let reading = read(text).unwrap();
    assert!(near(&reading, "BS4 5JY", 51.427_547, -2.544_076));
    assert_eq!(reasons(&reading), [(2, Reason::NoPosition)]);
}

#[test]
fn code_point_open_with_its_own_column_names_before_it_is_read_too() {
    let text = "PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC\nPostcode,Positional_quality_indicator,Eastings,Northings\n\
        BS4 5JY,10,362270,169979\n";
    let reading = read(text).unwrap();
    assert!(near(&reading, "BS4 5JY", 51.427_547, -2.544_076));
    assert_eq!(reasons(&reading), [(2, Reason::NotAPostcode)]);
}

#[test]
fn a_file_of_districts_places_their_middles() {
    let reading = read("id,postcode,latitude,longitude\n1,DN15,53.6,-0.66\n2,BS3,51.44,-2.60\n").unwrap();
    assert!(near(&reading, "DN15 1AA", 53.6, -0.66));
    assert_eq!((reading.places.postcodes(), reading.places.outcodes()), (0, 2));
}

#[test]
fn each_line_that_cannot_be_taken_is_told_and_the_others_are_taken() {
    let text = "postcode,lat,lon\nBS3 4NN,51.44,-2.60\nBS3 4N,51.44,-2.60\n,51.44,-2.60\nBS3 4NP,north,-2.60\n\
        BS3 4NQ,-2.60,51.44\nBS3 4NN,51.40,-2.60\n\nBS3 4NR\nBS3 4NS,\"51.44,-2.60\nBS3 4NT,NaN,0\nBS3 4NU,51.44,-2.60\n";
    let reading = read(text).unwrap();
    assert_eq!(
        reasons(&reading),
        [
            (3, Reason::NotAPostcode),
            (4, Reason::NotAPostcode),
            (5, Reason::NotANumber),
            (6, Reason::Elsewhere),
            (7, Reason::Repeated),
            (9, Reason::NoPosition),
            (10, Reason::Quote),
            (11, Reason::NotANumber),
        ]
    );
    assert_eq!(reading.places.postcodes(), 2);
    assert!(near(&reading, "BS3 4NN", 51.44, -2.60));
    assert!(near(&reading, "BS3 4NU", 51.44, -2.60));
}

#[test]
fn several_files_make_one_whole_and_each_line_is_told_with_its_file() {
    let mut files = Files::default();
    files.read_from(&b"\"BS4 5JY\",10,362270,169979\n"[..], &mut |_| ()).unwrap();
    files
        .read_from(&b"\"DN156HX\",10,489000,411000\n\"DN156HX\",10,489000,411000\n"[..], &mut |_| ())
        .unwrap();
    let reading = files.finish();
    assert_eq!(reading.places.postcodes(), 2);
    assert_eq!(reading.rejected, [Rejected { file: 1, line: 2, reason: Reason::Repeated }]);
}

#[test]
fn what_is_no_table_of_postcodes_is_refused_with_what_is_missing() {
    let said = |text: &[u8]| read(text).unwrap_err().to_string();
    assert_eq!(said(b""), "the file is empty");
    assert!(said(b"name,lat,lon\nHall,51,-2\n").starts_with("no column is called `postcode`"));
    assert!(said(b"postcode,town\nBS3 4NN,Bristol\n").starts_with("no columns are called `latitude`"));
    assert!(said(b"postcode,lat\nBS3 4NN,51\n").starts_with("no columns are called `latitude`"));
    assert!(said(b"PK\x03\x04").contains("Excel workbook or a ZIP archive"));
    assert!(said(b"<!doctype html>").contains("a web page"));
    assert!(said(b"\xFF\xFEp\0o\0").contains("UTF-16"));
    assert!(said(b"postcode\0").contains("a binary file"));
}

#[test]
fn a_line_that_never_ends_takes_no_more_room_than_another() {
    let long = std::iter::repeat_n(b'x', 5_000_000);
    let text: Vec<u8> =
        b"postcode,lat,lon\n".iter().copied().chain(long).chain(*b"\nBS3 4NN,51.44,-2.60\n").collect();
    let reading = read(text).unwrap();
    assert_eq!(reasons(&reading), [(2, Reason::TooLong)]);
    assert_eq!(reading.places.postcodes(), 1);
    let endless = std::io::repeat(b'x').take(5_000_000);
    let mut files = Files::default();
    assert!(matches!(files.read_from(BufReader::new(endless), &mut |_| ()), Err(Unreadable::Other { .. })));
}

#[test]
fn lines_without_end_that_cannot_be_taken_are_counted_and_the_first_are_told() {
    let text = format!("postcode,lat,lon\n{}", "x,1,1\n".repeat(super::TOLD + 5));
    let reading = read(text).unwrap();
    assert_eq!((reading.rejected.len(), reading.rejected_more), (super::TOLD, 5));
}

#[test]
fn a_wide_line_is_no_reason_to_stop() {
    let wide = format!("postcode,lat,lon\nBS3 4NN{}\nBS3 4NP,51.44,-2.60\n", ",".repeat(2000));
    let reading = read(wide).unwrap();
    assert_eq!(reading.places.postcodes(), 1);
    assert_eq!(reading.rejected.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn whatever_a_file_holds_it_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
        let behind: Vec<u8> = b"postcode,lat,lon,easting,northing\n".iter().copied().chain(bytes).collect();
        let _ = read(&behind);
    }

    #[test]
    fn whatever_stands_in_the_fields_every_line_is_taken_or_told(
        rows in proptest::collection::vec("[A-Za-z0-9 \"]{0,9},[-0-9.eE]{0,6},[-0-9.]{0,6}", 0..30),
    ) {
        let text = format!("postcode,lat,lon\n{}\n", rows.join("\n"));
        let reading = read(&text).unwrap();
        let taken = reading.places.postcodes() + reading.places.outcodes();
        prop_assert!(reading.rejected.len() <= rows.len());
        prop_assert!(taken + reading.rejected.len() >= rows.len() || rows.is_empty());
    }
}
