// The tables that are read: moodle.md §2 and §11.

extension MoodleTable {
  /// Each after the tables that its condition refers to.
  package static let all = site + places + courses + quizzes + activities + plugins

  private static let site = [
    MoodleTable(
      "config", "name' value'",
      where: "name IN ('siteadmins','siteguest','version','release','timezone','lang')"),
    MoodleTable(
      "config_plugins", "plugin' name' value'",
      where:
        "(plugin = 'logstore_standard' AND name = 'loglifetime') OR (plugin = 'tool_log' AND name = 'enabled_stores')"),
    MoodleTable(
      "user",
      "id auth' confirmed deleted suspended username' idnumber' firstname' lastname' email' lang' timezone' "
        + "firstaccess lastaccess timecreated timemodified institution' department'"),
    MoodleTable("user_info_field", "id shortname' name' datatype' visible"),
    MoodleTable("user_info_data", "userid fieldid data'"),
  ]

  private static let places = [
    MoodleTable("course_categories", "id name' parent path'"),
    MoodleTable("context", "id contextlevel instanceid path'", where: "contextlevel IN (10, 30, 40, 50, 70)"),
    MoodleTable("role", "id shortname' archetype'"),
    MoodleTable("role_assignments", "id roleid contextid userid timemodified"),
    MoodleTable("cohort", "id contextid name' timecreated"),
    MoodleTable("cohort_members", "cohortid userid timeadded"),
    MoodleTable("groups", "id courseid name' timecreated"),
    MoodleTable("groups_members", "groupid userid timeadded"),
  ]

  private static let courses = [
    MoodleTable(
      "course",
      "id category fullname' shortname' visible startdate enddate lang' timecreated enablecompletion originalcourseid?"),
    MoodleTable("modules", "id name' visible"),
    MoodleTable("course_modules", "id course module instance completion visible deletioninprogress"),
    MoodleTable("course_modules_completion", "coursemoduleid userid completionstate timemodified"),
    MoodleTable("course_completion_criteria", "id course"),
    MoodleTable("course_completions", "id userid course timeenrolled timestarted timecompleted"),
    optional("local_recompletion_cc", "id userid course timeenrolled timestarted timecompleted"),
    MoodleTable("enrol", "id enrol' status courseid customint1 timemodified"),
    MoodleTable("user_enrolments", "id status enrolid userid timestart timeend timecreated timemodified"),
    MoodleTable("user_lastaccess", "userid courseid timeaccess"),
    MoodleTable(
      "grade_items",
      "id courseid itemtype' itemmodule' iteminstance itemnumber gradetype grademax# grademin# gradepass# needsupdate"),
    MoodleTable("grade_grades", "itemid userid finalgrade# rawgrademax# rawgrademin# timemodified"),
  ]

  private static let finished = "a.preview = 0 AND a.state = 'finished'"
  private static let finishedQuestions =
    "{question_attempts} qa JOIN {quiz_attempts} a ON a.uniqueid = qa.questionusageid WHERE \(finished)"

  private static let quizzes = [
    MoodleTable("quiz", "id course name' sumgrades# grade#"),
    MoodleTable(
      "quiz_attempts",
      "id quiz userid attempt uniqueid preview state' timestart timefinish timemodified sumgrades#"),
    MoodleTable(
      "question_attempts", "id questionusageid slot behaviour' questionid variant rightanswer' responsesummary'",
      where: "questionusageid IN (SELECT a.uniqueid FROM {quiz_attempts} a WHERE \(finished))"),
    MoodleTable(
      "question_attempt_steps", "id questionattemptid sequencenumber state' fraction# timecreated userid",
      where: "questionattemptid IN (SELECT qa.id FROM \(finishedQuestions))"),
    MoodleTable(
      "question_attempt_step_data", "attemptstepid name' value'",
      where: "attemptstepid IN (SELECT s.id FROM {question_attempt_steps} s JOIN {question_attempts} qa "
        + "ON qa.id = s.questionattemptid JOIN {quiz_attempts} a ON a.uniqueid = qa.questionusageid WHERE \(finished))"),
    MoodleTable(
      "question", "id name' questiontext' questiontextformat qtype' length category?",
      where: "id IN (SELECT questionid FROM {question_attempts})"),
    optional("question_versions", "questionbankentryid version questionid"),
    optional("question_bank_entries", "id questioncategoryid"),
    MoodleTable("question_categories", "id contextid"),
    MoodleTable(
      "question_answers", "id question answer' fraction#",
      where: "question IN (SELECT questionid FROM {question_attempts})"),
    optional("qtype_multichoice_options", "questionid single"),
    optional("qtype_match_subquestions", "id questionid questiontext' answertext'"),
    optional("question_truefalse", "question trueanswer falseanswer"),
    MoodleTable("tag", "id rawname'"),
    MoodleTable(
      "tag_instance", "tagid component' itemtype' itemid",
      where:
        "(component = 'core_question' AND itemtype = 'question') OR (component = 'core' AND itemtype = 'course_modules')"
    ),
  ]

  private static let activities = [
    optional("scorm", "id course name' version' maxgrade# grademethod"),
    optional(
      "scorm_scoes_track", "userid scormid scoid attempt element' value' timemodified",
      where: "element IN ('x.start.time','cmi.core.lesson_status','cmi.core.score.raw','cmi.core.score.min',"
        + "'cmi.core.score.max','cmi.core.total_time','cmi.completion_status','cmi.success_status','cmi.score.raw',"
        + "'cmi.score.min','cmi.score.max','cmi.score.scaled','cmi.total_time')"),
    optional("scorm_attempt", "id userid scormid attempt"),
    optional("scorm_element", "id element'"),
    optional("scorm_scoes_value", "id scoid attemptid elementid value' timemodified"),
    optional("h5pactivity", "id course name'"),
    optional(
      "h5pactivity_attempts",
      "id h5pactivityid userid timecreated timemodified attempt rawscore maxscore duration completion success"),
    optional("assign", "id course name' grade"),
    optional("assign_grades", "id assignment userid timecreated timemodified grader grade# attemptnumber"),
    optional("lesson", "id course name'"),
    optional("lesson_grades", "id lessonid userid grade# completed"),
    MoodleTable("forum", "id course type' name'"),
    MoodleTable("forum_discussions", "id course forum"),
    MoodleTable("forum_posts", "id discussion parent userid created message' deleted? privatereplyto?"),
    MoodleTable("badge", "id name' type courseid"),
    MoodleTable("badge_issued", "id badgeid userid dateissued dateexpire"),
  ]

  private static let plugins = [
    optional("tool_certificate_templates", "id name'"),
    optional("tool_certificate_issues", "id userid templateid timecreated expires courseid?"),
    optional("customcert", "id course name'"),
    optional("customcert_issues", "id userid customcertid timecreated"),
    optional("attendance", "id course name'"),
    optional("attendance_sessions", "id attendanceid groupid sessdate duration description'"),
    optional("attendance_log", "id sessionid studentid statusid timetaken"),
    optional("attendance_statuses", "id attendanceid acronym' description' grade#"),
    optional("facetoface", "id course name'"),
    optional("facetoface_sessions", "id facetoface"),
    optional("facetoface_sessions_dates", "id sessionid timestart timefinish"),
    optional("facetoface_signups", "id sessionid userid"),
    optional("facetoface_signups_status", "id signupid statuscode superceded timecreated"),
    MoodleTable(
      "logstore_standard_log", "id userid courseid contextlevel contextinstanceid timecreated",
      testing: "anonymous realuserid origin'",
      where:
        "userid > 0 AND anonymous = 0 AND realuserid IS NULL AND (origin IS NULL OR origin NOT IN ('cli','restore'))"
    ),
  ]
}
