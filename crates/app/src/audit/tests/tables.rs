//! Every table that the chain vouches for: an altered byte and a missing row are found in it.

use super::*;

/// Adds a row to each of the tables that a world, something handed in and a report leave empty.
#[expect(clippy::too_many_lines, reason = "a row of each table")]
fn fill_the_rest(kept: &Kept) {
    let area = kept.world.areas[0].1;
    kept.world.write(Scope::Tenant(kept.world.ekstad.id), move |tx| {
        let officer = person_id("officer");
        for statement in [
            sql!(
                "INSERT INTO assessment (tenant_id, submission_id, number, body, person_id, at)
                 SELECT tenant_id, id, 1, 'Good', $2, 7 FROM submission WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO return_note (tenant_id, submission_id, number, path, reason, person_id, at)
                 SELECT tenant_id, id, 1, 'comment', 'Too short', $2, 7 FROM submission WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO registration (tenant_id, submission_id, case_number, note, person_id, at)
                 SELECT tenant_id, id, 'UBN 2024/17', '', $2, 7 FROM submission WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO extension (tenant_id, assignment_id, number, to_day, motive, person_id, at)
                 SELECT tenant_id, assignment_id, 1, '2024-06-01', 'Illness', $2, 7 FROM submission WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO contact_attempt (tenant_id, assignment_id, person_key, number, way, outcome, person_id, at)
                 SELECT tenant_id, assignment_id, 'eab', 1, 'phone', 'no-answer', $2, 7 FROM submission WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO person_number (tenant_id, assignment_id, reference, sealed, person_id, at)
                 SELECT tenant_id, assignment_id, 'nab', sealed, $2, 7 FROM submission
                 JOIN tenant_key USING (tenant_id) WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO fetched_list (tenant_id, assignment_id, number, set_number, added, person_id, at)
                 SELECT tenant_id, assignment_id, 1, 1, 7, $2, 7 FROM submission WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO message (tenant_id, id, assignment_id, year, item, side, person_id, body, at)
                 SELECT tenant_id, id, assignment_id, 2024, 'x', 'provider', $2, 'What?', 7 FROM submission
                 WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO theme (tenant_id, id, year, occasion, name)
                 SELECT tenant_id, id, 2024, 't1', 'Noise' FROM submission WHERE tenant_id = $1 AND signed_by <> $2"
            ),
            sql!(
                "INSERT INTO tagging (tenant_id, submission_id, path, theme_id, quote, person_id, at)
                 SELECT tenant_id, id, 'comment', id, 'bra', $2, 7 FROM submission WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO aggregate_table (tenant_id, number, title, source, address, published_on, layout, content,
                    file_sha256, file_name, person_id, at)
                 SELECT tenant_id, 1, 'Shares', 'County', '', '2024-01-01', '{}', '[]', '00', 'a.csv', $2, 7 FROM submission
                 WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO source (tenant_id, slug, active, settings, person_id, at)
                 SELECT tenant_id, 'kolada', 1 = 1, '{}', $2, 7 FROM submission WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO source_fetch (tenant_id, number, slug, state, person_id, asked_at, ended_at, found)
                 SELECT tenant_id, 1, 'kolada', 'done', $2, 7, 8, 7 FROM submission WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO source_mirror (tenant_id, slug, fetch_number, stored, table_sha256, import_id, at)
                 SELECT tenant_id, 'ss12000', 1, '00', '11', $2, 7 FROM submission WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO case_file (tenant_id, id, number, organisation_id, unit_id, kind, way, about, received,
                     place_known, reachable, school_has, authority_has, state, place, counted, became_abuse, entries)
                 SELECT u.tenant_id, u.id, 1, u.organisation_id, u.id, 'complaint', 'web', 'others', '2024-03-01', 1 = 1, 1 = 1,
                     1 = 1, 1 = 0, 'received', 'school', 1 = 0, 1 = 0, 1 FROM unit u
                 WHERE u.tenant_id = $1 AND u.id <> $2 ORDER BY u.id LIMIT 1"
            ),
            sql!(
                "INSERT INTO case_entry (tenant_id, case_id, number, day, party, content, person_id)
                 SELECT tenant_id, id, 0, '2024-03-01', 'school', '{}', $2 FROM case_file WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO case_document (tenant_id, case_id, number, entry, sealed_name, file_id, media_type, size, sealed_sha256)
                 SELECT c.tenant_id, c.id, 0, 0, k.sealed, c.id, 'text/plain', 7,
                     (SELECT min(f.sealed_sha256) FROM file f WHERE f.tenant_id = c.tenant_id) FROM case_file c
                 JOIN tenant_key k ON k.tenant_id = c.tenant_id WHERE c.tenant_id = $1 AND c.id <> $2"
            ),
            sql!(
                "INSERT INTO case_handler (tenant_id, subject_id, person_id)
                 SELECT tenant_id, id, $2 FROM case_file WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO case_handout (tenant_id, case_id, number, party, profile, recipient, purpose, secrecy, masked, sealed,
                     sha256, person_id, at)
                 SELECT c.tenant_id, c.id, 1, 'authority', 'tillsyn', 'County', 'Asked', '', 0, k.sealed, '00', $2, 7
                 FROM case_file c JOIN tenant_key k ON k.tenant_id = c.tenant_id WHERE c.tenant_id = $1"
            ),
            sql!(
                "INSERT INTO handout_link (tenant_id, case_id, handout, number, token_sha256, person_id, at, until)
                 SELECT tenant_id, case_id, number, 1, '00', $2, 7, '2024-04-01' FROM case_handout WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO case_import (tenant_id, organisation_id, number, file_sha256, file_name, mapping_version, file_rows,
                     added, changed, unchanged, passed_over, left_out, person_id, at)
                 SELECT tenant_id, organisation_id, 1, '00', 'a.csv', 1, 1, 1, 0, 0, 0, 0, $2, 7 FROM case_file
                 WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO case_mapping (tenant_id, organisation_id, version, content, person_id, at)
                 SELECT tenant_id, organisation_id, 1, '{}', $2, 7 FROM case_file WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO case_reference (tenant_id, organisation_id, reference, case_id)
                 SELECT tenant_id, organisation_id, '24-7', id FROM case_file WHERE tenant_id = $1 AND id <> $2"
            ),
            sql!(
                "INSERT INTO case_secrecy (tenant_id, case_id, number, ground, person_id, at)
                 SELECT tenant_id, id, 1, 'OSL 23:5', $2, 7 FROM case_file WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO plan_version (tenant_id, id, year, number, part, content, sha256, person_id, created_at)
                 SELECT tenant_id, id, 2024, 1, 'text', '{}', '00', $2, 7 FROM case_file WHERE tenant_id = $1 AND id <> $2"
            ),
            sql!(
                "INSERT INTO plan_adoption (tenant_id, plan_version_id, case_number, adopted_on, decided_by, political_body,
                     process_owner, person_id, recorded_at)
                 SELECT tenant_id, id, '1', '2024-03-01', 'A', 'B', 'C', $2, 7 FROM plan_version WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO activity (tenant_id, id, year, moment, organisation_id)
                 SELECT tenant_id, id, 2024, 'besok', organisation_id FROM case_file WHERE tenant_id = $1 AND id <> $2"
            ),
            sql!(
                "INSERT INTO activity_entry (tenant_id, activity_id, number, day, content, note, person_id)
                 SELECT tenant_id, id, 0, '2024-03-01', '{}', '', $2 FROM activity WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO sample (tenant_id, id, number, content, population, person_id, at)
                 SELECT tenant_id, id, 1, '{}', 'a', $2, 7 FROM case_file WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO sample_entry (tenant_id, sample_id, number, day, content, person_id)
                 SELECT tenant_id, id, 0, '2024-03-01', '{}', $2 FROM sample WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO sample_case (tenant_id, sample_id, number, key, stratum, organisation_id, student)
                 SELECT tenant_id, id, 1, '00', 'g001', organisation_id, 7 FROM case_file WHERE tenant_id = $1 AND id <> $2"
            ),
            sql!(
                "INSERT INTO sample_file (tenant_id, id, sample_id, case_number, entry, media_type, size, sealed_sha256,
                     removed_at)
                 SELECT tenant_id, sample_id, sample_id, number, 0, 'text/plain', 7, '00', 7 FROM sample_case
                 WHERE tenant_id = $1 AND sample_id <> $2"
            ),
            sql!(
                "INSERT INTO sample_link (tenant_id, sample_id, number, case_number, token_sha256, person_id, at, until)
                 SELECT tenant_id, sample_id, 1, number, '00', $2, 7, '2024-04-01' FROM sample_case WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO visit (tenant_id, id, year, number, organisation_id)
                 SELECT tenant_id, id, 2024, 1, organisation_id FROM case_file WHERE tenant_id = $1 AND id <> $2"
            ),
            sql!(
                "INSERT INTO visit_entry (tenant_id, visit_id, number, content, at, person_id)
                 SELECT tenant_id, id, 0, '{}', 7, $2 FROM visit WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO visit_edit (tenant_id, visit_id, number, field, key, base, settles, sealed, made_at, at, person_id)
                 SELECT v.tenant_id, v.id, 0, 'svar-a', 'k', '', '', k.sealed, 7, 7, $2 FROM visit v
                 JOIN tenant_key k ON k.tenant_id = v.tenant_id WHERE v.tenant_id = $1"
            ),
            sql!(
                "INSERT INTO visit_photo (tenant_id, id, visit_id, key, point, media_type, size, sealed_sha256, at, person_id)
                 SELECT v.tenant_id, v.id, v.id, 'k', 'a', 'image/png', 7,
                     (SELECT min(f.sealed_sha256) FROM file f WHERE f.tenant_id = v.tenant_id), 7, $2 FROM visit v
                 WHERE v.tenant_id = $1"
            ),
            sql!(
                "INSERT INTO visit_checklist (tenant_id, year, version, content, person_id, at)
                 SELECT tenant_id, 2024, 1, '{}', $2, 7 FROM visit WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO case_theme (tenant_id, id, organisation_id, unit_id, number)
                 SELECT tenant_id, id, organisation_id, unit_id, 1 FROM case_file WHERE tenant_id = $1 AND id <> $2"
            ),
            sql!(
                "INSERT INTO case_theme_entry (tenant_id, theme_id, number, day, content, person_id)
                 SELECT tenant_id, id, 0, '2024-03-01', '{}', $2 FROM case_theme WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO investigation (tenant_id, id, number, organisation_id, unit_id, about, source, state, learnt,
                     entries)
                 SELECT tenant_id, id, 1, organisation_id, unit_id, 'others', 'staff', 'reported', '2024-03-01', 1
                 FROM case_file WHERE tenant_id = $1 AND id <> $2"
            ),
            sql!(
                "INSERT INTO investigation_entry (tenant_id, investigation_id, number, day, party, content, person_id)
                 SELECT tenant_id, id, 0, '2024-03-01', 'school', '{}', $2 FROM investigation WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO deficiency (tenant_id, id, number, organisation_id, source_kind, source_id, source_part)
                 SELECT tenant_id, id, 1, organisation_id, 'other', '', '' FROM case_file WHERE tenant_id = $1 AND id <> $2"
            ),
            sql!(
                "INSERT INTO deficiency_entry (tenant_id, deficiency_id, number, day, party, content, person_id)
                 SELECT tenant_id, id, 0, '2024-03-01', 'authority', '{}', $2 FROM deficiency WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO supervision (tenant_id, id, organisation_id)
                 SELECT tenant_id, id, organisation_id FROM deficiency WHERE tenant_id = $1 AND id <> $2"
            ),
            sql!(
                "INSERT INTO supervision_entry (tenant_id, decision_id, number, day, content, person_id)
                 SELECT tenant_id, id, 0, '2024-03-01', '{}', $2 FROM supervision WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO supervision_file (tenant_id, decision_id, number, file_id, name, media_type, size, sealed_sha256, said,
                     person_id, at)
                 SELECT s.tenant_id, s.id, 1, s.id, '', 'text/plain', 7,
                     (SELECT min(f.sealed_sha256) FROM file f WHERE f.tenant_id = s.tenant_id), '', $2, 7
                 FROM supervision s WHERE s.tenant_id = $1"
            ),
            sql!(
                "INSERT INTO evaluation (tenant_id, id, year)
                 SELECT tenant_id, id, 2024 FROM deficiency WHERE tenant_id = $1 AND id <> $2"
            ),
            sql!(
                "INSERT INTO evaluation_entry (tenant_id, evaluation_id, number, key, day, content, person_id)
                 SELECT tenant_id, id, 0, 'rad:0', '2024-03-01', '{}', $2 FROM evaluation WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO evaluation_part (tenant_id, evaluation_id, organisation_id, name)
                 SELECT tenant_id, id, organisation_id, 'P' FROM deficiency WHERE tenant_id = $1 AND id <> $2"
            ),
            sql!(
                "INSERT INTO evaluation_part_entry (tenant_id, evaluation_id, organisation_id, number, key, day, content, person_id)
                 SELECT tenant_id, evaluation_id, organisation_id, 0, 'rad:0', '2024-03-01', '{}', $2 FROM evaluation_part
                 WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO evaluation_copy (tenant_id, id, leader_id, evaluation_id)
                 SELECT tenant_id, id, tenant_id, id FROM deficiency WHERE tenant_id = $1 AND id <> $2"
            ),
            sql!(
                "INSERT INTO evaluation_copy_entry (tenant_id, copy_id, number, key, day, content, person_id)
                 SELECT tenant_id, id, 0, 'rad:0', '2024-03-01', '{}', $2 FROM evaluation_copy WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO evaluation_result (tenant_id, id, copy_id, organisation_id)
                 SELECT tenant_id, id, id, organisation_id FROM deficiency WHERE tenant_id = $1 AND id <> $2"
            ),
            sql!(
                "INSERT INTO evaluation_result_entry (tenant_id, result_id, number, key, day, content, person_id)
                 SELECT tenant_id, id, 0, 'rad:0', '2024-03-01', '{}', $2 FROM evaluation_result WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO meeting (tenant_id, id, year)
                 SELECT tenant_id, id, 2024 FROM deficiency WHERE tenant_id = $1 AND id <> $2"
            ),
            sql!(
                "INSERT INTO meeting_entry (tenant_id, meeting_id, number, day, content, person_id)
                 SELECT tenant_id, id, 0, '2024-03-01', '{}', $2 FROM meeting WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO ladder_version (tenant_id, number, content, person_id, at)
                 SELECT tenant_id, 1, '{}', $2, 7 FROM deficiency WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO term (tenant_id, id, slug)
                 SELECT tenant_id, id, 'egen' FROM deficiency WHERE tenant_id = $1 AND id <> $2"
            ),
            sql!(
                "INSERT INTO term_version (tenant_id, term_id, number, content, withdrawn, person_id, at)
                 SELECT tenant_id, id, 1, '{}', 1 = 0, $2, 7 FROM term WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO term_assessment (tenant_id, organisation_id, term_id, number, term_version, voice, verdict, seen_on,
                     day, person_id)
                 SELECT tenant_id, organisation_id, id, 1, 1, 'authority', 'met', '2024-03-01', '2024-03-01', $2
                 FROM deficiency WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO routine (tenant_id, organisation_id, number, kind, body, person_id, filed_on)
                 SELECT tenant_id, organisation_id, 1, 'text', 'Good', $2, '2024-03-01' FROM case_file WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO site_address (tenant_id, organisation_id, number, address, person_id, at)
                 SELECT tenant_id, organisation_id, 1, 'https://skola.example/', $2, 7 FROM routine WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO site_check (tenant_id, organisation_id, number, address, person_id, asked_at)
                 SELECT tenant_id, organisation_id, 1, 'https://skola.example/', $2, 7 FROM routine WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO site_judgement (tenant_id, organisation_id, number, check_number, role, standing, note, person_id,
                                             at)
                 SELECT tenant_id, organisation_id, 1, 1, 'head', 'found', 'Yes', $2, 7 FROM routine WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO site_schedule (tenant_id, number, every_days, person_id, at)
                 SELECT tenant_id, 1, 7, $2, 7 FROM routine WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO routine_assessment (tenant_id, organisation_id, number, routine, content, review_on, person_id,
                     assessed_on)
                 SELECT tenant_id, organisation_id, 1, 1, '[]', '2025-03-01', $2, '2024-03-01' FROM routine
                 WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO reminder_pause (tenant_id, number, year, occasion, item, reason, person_id, at)
                 SELECT tenant_id, 1, 2024, 't1', 'x', 'Move', $2, 7 FROM submission WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO mail (tenant_id, id, road, message_id, sender, taken_at, taken_by, file_sha256, files_sha256,
                     sealed, state)
                 SELECT tenant_id, id, 'file', '', 'a@ekstad.example', 7, $2, '00', '11', sealed, 'waits' FROM submission s
                 CROSS JOIN (SELECT sealed FROM tenant_key WHERE tenant_id = $1) k WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO mail_file (tenant_id, mail_id, number, sealed, file_sha256, size, became, decided_by)
                 SELECT tenant_id, id, 1, sealed, '00', 7, 'waits', $2 FROM mail WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO mail_registration (tenant_id, mail_id, case_number, note, person_id, at)
                 SELECT tenant_id, id, 'UBN 2024/17', '', $2, 7 FROM mail WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO mail_time (tenant_id, mail_id, number, arrived_at, reason, person_id, at)
                 SELECT tenant_id, id, 1, 7, '', $2, 7 FROM mail WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO mailbox (tenant_id, slug, active, settings, person_id, at)
                 SELECT tenant_id, 'inkorg', 1 = 1, '{}', $2, 7 FROM submission WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO elsewhere_mapping (tenant_id, system, version, content, person_id, at)
                 SELECT tenant_id, 'ILS', 1, '{}', $2, 7 FROM submission WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO elsewhere_file (tenant_id, number, year, system, state, file_sha256, file_name, person_id, at)
                 SELECT tenant_id, 1, 2024, 'ILS', 'dropped', '00', 'a.txt', $2, 7 FROM submission WHERE tenant_id = $1"
            ),
            sql!(
                "INSERT INTO contact_rektor (tenant_id, id, organisation_id, person_id, deputy, valid_from)
                 SELECT s.tenant_id, s.id, a.organisation_id, $2, s.late, '2024-01-01'
                 FROM submission s JOIN assignment a ON a.tenant_id = s.tenant_id AND a.id = s.assignment_id
                 WHERE s.tenant_id = $1"
            ),
        ] {
            assert_eq!(tx.execute(statement, &[&officer])?, 1, "{}", statement.text.sqlite);
        }
        let added = tx.execute(
            sql!(
                "INSERT INTO focus_area (tenant_id, id, organisation_id, area_id, year, title, aim, unit_ids, person_id, at)
                 SELECT s.tenant_id, s.id, a.organisation_id, $3, 2024, 'Reading', 'More', '[]', $2, 7
                 FROM submission s JOIN assignment a ON a.tenant_id = s.tenant_id AND a.id = s.assignment_id
                 WHERE s.tenant_id = $1"
            ),
            &[&officer, &area],
        )?;
        assert_eq!(added, 1);
        let added = tx.execute(
            sql!(
                "INSERT INTO picture (tenant_id, assignment_id, name, file_sha256, width, height, person_id, at)
                 SELECT s.tenant_id, s.assignment_id, 'bild-a', s.file_sha256, 8, 8, $2, 7 FROM submission s
                 WHERE s.tenant_id = $1"
            ),
            &[&officer],
        )?;
        assert_eq!(added, 1);
        let added = tx.execute(
            sql!(
                "INSERT INTO assignment_change (tenant_id, assignment_id, number, at, what, to_day, version, cause)
                 SELECT s.tenant_id, s.assignment_id, 1, 7, 'asked', '2024-04-08', s.year_version_id, 'register'
                 FROM submission s WHERE s.tenant_id = $1"
            ),
            &[],
        )?;
        assert_eq!(added, 1);
        let added = tx.execute(
            sql!(
                "INSERT INTO carried_field (tenant_id, version, item, part, before_slug, now_slug)
                 SELECT s.tenant_id, s.year_version_id, 'klagomal-t1', 'complaints', 'atgard', 'vidtaget'
                 FROM submission s WHERE s.tenant_id = $1"
            ),
            &[],
        )?;
        assert_eq!(added, 1);
        let added = tx.execute(
            sql!(
                "INSERT INTO own_template (tenant_id, id, year, item, version, file_name, sha256, bytes, shape, mapping,
                     person_id, at)
                 SELECT s.tenant_id, s.id, 2024, 'klagomal-t1', 1, 'mall.xlsx', s.sha256, $3, '{}', '{}', $2, 7
                 FROM submission s WHERE s.tenant_id = $1"
            ),
            &[&officer, &&b"PK"[..]],
        )?;
        assert_eq!(added, 1);
        for statement in [
            sql!(
                "INSERT INTO course_group (tenant_id, number, slug, title, school_form, unit_kind)
                 SELECT tenant_id, 1, 'sfi.b2', 'Kurs B', 'sfi', 'course' FROM area WHERE tenant_id = $1 AND id = $2"
            ),
            sql!(
                "INSERT INTO course (tenant_id, number, code, school_form, unit_kind, group_number, in_catalogue)
                 SELECT tenant_id, 1, 'SFIKUB92', 'sfi', 'course', 1, 1 = 1 FROM area WHERE tenant_id = $1 AND id = $2"
            ),
            sql!(
                "INSERT INTO place (tenant_id, number, organisation_id, area_id)
                 SELECT u.tenant_id, 1, u.organisation_id, $2 FROM unit u WHERE u.tenant_id = $1 ORDER BY u.id LIMIT 1"
            ),
            sql!(
                "INSERT INTO participation_set (tenant_id, number, kind, state, profile, scope, as_of, file_name,
                    file_sha256, begun_at)
                 SELECT tenant_id, 1, 'full', 'dropped', 'test', '{}', '2024-03-01', 'a.csv', '00', 7
                 FROM area WHERE tenant_id = $1 AND id = $2"
            ),
            sql!(
                "INSERT INTO student_snapshot (tenant_id, set_number, students, counts, cells, kept, at)
                 SELECT tenant_id, 1, 0, 0, 0, sort_key, 7 FROM area WHERE tenant_id = $1 AND id = $2"
            ),
            sql!(
                "INSERT INTO earlier_set (tenant_id, number, state, file_sha256, file_name, at)
                 SELECT tenant_id, 1, 'taken', '00', 'a.xlsx', 7 FROM area WHERE tenant_id = $1 AND id = $2"
            ),
            sql!(
                "INSERT INTO earlier_figure (tenant_id, set_number, row, year, indicator, sex, value, source, note)
                 SELECT tenant_id, 1, 2, 2022, 'avbrott', 'all', 7, 'Bokslut', '' FROM area WHERE tenant_id = $1 AND id = $2"
            ),
            sql!(
                "INSERT INTO earlier_target (tenant_id, set_number, row, year, indicator, value)
                 SELECT tenant_id, 1, 2, 2022, 'avbrott', 7 FROM area WHERE tenant_id = $1 AND id = $2"
            ),
            sql!(
                "INSERT INTO earlier_report (tenant_id, set_number, row, year, organisation_id, area_id, title, file_name,
                    file_sha256)
                 SELECT u.tenant_id, 1, 2, 2022, u.organisation_id, $2, 'Rapport', 'a.pdf', '00' FROM unit u
                 WHERE u.tenant_id = $1 ORDER BY u.id LIMIT 1"
            ),
            sql!(
                "INSERT INTO import_profile (tenant_id, slug, version, title, document, created_at)
                 SELECT tenant_id, 'eget', 1, 'Eget', 'slug', 7 FROM area WHERE tenant_id = $1 AND id = $2"
            ),
        ] {
            assert_eq!(tx.execute(statement, &[&area])?, 1, "{}", statement.text.sqlite);
        }
        let frozen = tx.execute(
            sql!(
                "INSERT INTO result_freeze (tenant_id, number, set_number, title, person_id, at)
                 VALUES ($1, 1, 1, 'Mars', $2, 7)"
            ),
            &[&officer],
        )?;
        assert_eq!(frozen, 1);
        for statement in [
            sql!(
                "INSERT INTO publication_list (tenant_id, set_number, smallest_shown, year_version_id, content, sha256,
                     person_id, at)
                 SELECT tenant_id, 1, 10, id, '{}', '00', $2, 7 FROM year_version WHERE tenant_id = $1 ORDER BY id LIMIT 1"
            ),
            sql!(
                "INSERT INTO publication (tenant_id, number, set_number, freeze_number, table_slug, title, content, sha256,
                     person_id, published_at)
                 VALUES ($1, 1, 1, 1, 'betyg.sex', 'Betyg', '{}', '00', $2, 7)"
            ),
        ] {
            assert_eq!(tx.execute(statement, &[&officer])?, 1, "{}", statement.text.sqlite);
        }
        let proposed = tx.execute(
            sql!(
                "INSERT INTO publication_proposal (tenant_id, freeze_number, year_version_id, asked_at)
                 SELECT tenant_id, 1, id, 7 FROM year_version WHERE tenant_id = $1 ORDER BY id LIMIT 1"
            ),
            &[],
        )?;
        assert_eq!(proposed, 1);
        Ok(())
    });
}

/// The smallest change of each.
const ALTERED: &[(&str, &str)] = &[
    ("activity", "moment = 'annat'"),
    ("activity_entry", "note = 'Food'"),
    ("aggregate_table", "content = '[ ]'"),
    ("agreement", "case_number = '1'"),
    ("area", "name = name || '.'"),
    ("assessment", "body = 'Food'"),
    ("assignment", "state_facts = state_facts || ' '"),
    ("assignment_change", "what = 'left'"),
    ("case_document", "size = 8"),
    ("case_entry", "content = '{ }'"),
    ("case_file", "state = 'closed'"),
    ("case_handler", ""),
    ("case_handout", "purpose = 'Else'"),
    ("case_import", "added = 8"),
    ("case_mapping", "content = '{ }'"),
    ("case_reference", "case_id = organisation_id"),
    ("case_secrecy", "ground = ''"),
    ("case_theme", "number = number + 1"),
    ("case_theme_entry", "content = '{ }'"),
    ("carried_field", "now_slug = 'annat'"),
    ("contact_attempt", "outcome = 'answered'"),
    ("contact_rektor", "valid_to = '2024-02-02'"),
    ("count_cell", "n = n + 1"),
    ("course", "code = 'SFIKUB93'"),
    ("course_group", "title = 'Kurs C'"),
    ("dataset", "title = 'Deport'"),
    ("deficiency", "source_id = 'x'"),
    ("deficiency_entry", "content = '{ }'"),
    ("earlier_figure", "value = 8"),
    ("earlier_report", "title = 'Report'"),
    ("earlier_set", "state = 'waiting'"),
    ("earlier_target", "value = 8"),
    ("elsewhere_file", "year = year + 1"),
    ("elsewhere_mapping", "content = '{ }'"),
    ("evaluation", "year = 2025"),
    ("evaluation_copy", "leader_id = id"),
    ("evaluation_copy_entry", "content = '{ }'"),
    ("evaluation_entry", "content = '{ }'"),
    ("evaluation_part", "name = 'Q'"),
    ("evaluation_part_entry", "content = '{ }'"),
    ("evaluation_result", "organisation_id = id"),
    ("evaluation_result_entry", "content = '{ }'"),
    ("extension", "motive = 'illness'"),
    ("fetched_list", "added = 8"),
    ("file", "size = size + 1"),
    ("focus_area", "aim = 'Mode'"),
    ("handout_link", "until = '2025-01-01'"),
    ("import_profile", "document = document || ' '"),
    ("investigation", "finding = 'konstaterad'"),
    ("investigation_entry", "content = '{ }'"),
    ("ladder_version", "content = '{ }'"),
    ("mail", "sender = 'x@ond.example'"),
    ("mail_file", "became = 'aside'"),
    ("mail_registration", "case_number = 'UBN 2024/18'"),
    ("mail_time", "arrived_at = arrived_at + 1"),
    ("mailbox", "settings = '{ }'"),
    ("meeting", "year = 2025"),
    ("meeting_entry", "content = '{ }'"),
    ("message", "body = 'That?'"),
    ("own_template", "mapping = '{ }'"),
    ("participation_set", "rows_added = 2"),
    ("person_number", "at = at + 1"),
    ("picture", "width = width + 1"),
    ("place", "area_id = NULL"),
    ("plan_adoption", "case_number = '2'"),
    ("plan_version", "content = '{ }'"),
    ("provider", "contact_email = 'x@ekstad.example'"),
    ("publication", "content = '{ }'"),
    ("publication_list", "smallest_shown = 9"),
    ("publication_proposal", "content = '{ }'"),
    ("registration", "case_number = 'UBN 2024/18'"),
    ("release", "renderer = 'rest'"),
    ("reminder_pause", "reason = 'More'"),
    ("result_freeze", "title = 'Maj'"),
    ("return_note", "reason = 'Too shirt'"),
    ("routine", "body = 'Food'"),
    ("routine_assessment", "content = '[ ]'"),
    ("sample", "content = '{ }'"),
    ("sample_case", "student = 8"),
    ("sample_entry", "content = '{ }'"),
    ("sample_file", "size = 8"),
    ("sample_link", "until = '2025-01-01'"),
    ("site_address", "address = 'https://x.example/'"),
    ("site_check", "address = 'https://x.example/'"),
    ("site_judgement", "note = 'No'"),
    ("site_schedule", "every_days = 8"),
    ("source", "settings = '{ }'"),
    ("source_fetch", "found = 8"),
    ("source_mirror", "fetch_number = 8"),
    ("student_snapshot", "at = at + 1"),
    ("submission", "content = content || ' '"),
    ("supervision", "unit_id = organisation_id"),
    ("supervision_entry", "content = '{ }'"),
    ("supervision_file", "said = 'Food'"),
    ("tagging", "quote = 'bro'"),
    ("tenant_key", "created_at = created_at + 1"),
    ("term", "slug = 'annan'"),
    ("term_assessment", "verdict = 'partly'"),
    ("term_version", "content = '{ }'"),
    ("theme", "removed_at = 8"),
    ("unit", "code = code || '0'"),
    ("unit_area", ""),
    ("visit", "number = 8"),
    ("visit_checklist", "content = '{ }'"),
    ("visit_edit", "field = 'svar-b'"),
    ("visit_entry", "content = '{ }'"),
    ("visit_photo", "size = 8"),
    ("year_version", "note = note || '.'"),
];

#[test]
fn one_altered_byte_and_a_missing_row_are_found_in_every_table_that_the_chain_vouches_for() {
    let vouched: Vec<&str> = ::store::WITNESSED.iter().map(|table| table.name).collect();
    assert_eq!(vouched, ALTERED.iter().map(|(table, _)| *table).collect::<Vec<_>>());
    for engine in ENGINES {
        let kept = Kept::new(engine);
        fill_the_rest(&kept);
        assert_eq!(kept.faults(), Vec::<String>::new(), "{engine:?}");
        let unguarded = match engine {
            ::store::Engine::Sqlite => "PRAGMA foreign_keys = OFF",
            ::store::Engine::Postgres => "SET session_replication_role = replica",
        };
        for (table, change) in ALTERED {
            let altered = if change.is_empty() { String::new() } else { format!("UPDATE {table} SET {change}") };
            for statement in [altered, format!("DELETE FROM {table}")].iter().filter(|text| !text.is_empty()) {
                kept.tamper(&format!("CREATE TABLE kept_aside AS SELECT * FROM {table}"));
                kept.tamper(&format!("{unguarded}; {statement}"));
                let faults = kept.faults();
                let named = faults.iter().any(|fault| fault.split_whitespace().nth(1) == Some(table));
                assert!(named, "{engine:?} {statement}: {faults:?}");
                restore(&kept, table);
                assert_eq!(kept.faults(), Vec::<String>::new(), "{engine:?} after {statement}");
            }
        }
    }
}
