import DatabaseAccess
import Records

// The activities with results, and which of them become assessments: moodle.md §5.

extension SiteMapping {
  /// The modules whose activities are assessments; also the tables of the activities.
  private static let modules = ["quiz", "scorm", "h5pactivity", "assign", "lesson"]

  /// `activity`: the activities of courses that have a course module, with their passing grade.
  func readActivities() throws {
    try run(
      """
      CREATE TABLE activity (kind text, id integer, course integer, cm integer, name text, gradepass text,
        PRIMARY KEY (kind, id)) WITHOUT ROWID
      """)
    for kind in Self.modules {
      try run(
        """
        INSERT INTO activity SELECT \(kind), a.id, a.course,
          (SELECT min(cm.id) FROM course_modules cm JOIN modules m ON m.id = cm.module
           WHERE m.name = \(kind) AND cm.instance = a.id), a.name,
          (SELECT g.gradepass FROM grade_items g WHERE g.itemtype = 'mod' AND g.itemmodule = \(kind)
             AND g.iteminstance = a.id AND coalesce(g.itemnumber, 0) = 0 ORDER BY g.id LIMIT 1)
        FROM \(raw: kind) a JOIN real_course c ON c.id = a.course
        """)
      try noteLoneActivities(kind)
    }
    try run("DELETE FROM activity WHERE cm IS NULL")
    // Activities that have a result.
    try run("CREATE TABLE assessed (kind text, id integer, PRIMARY KEY (kind, id)) WITHOUT ROWID")
  }

  private func noteLoneActivities(_ kind: String) throws {
    let activities = try session.number("SELECT count(*) FROM activity WHERE kind = \(kind) AND cm IS NULL")
    if activities > 0 { try notes.add(kind, nil, "\(activities) rows of \(kind) have no course module: left out") }
    let modules = try session.number(
      """
      SELECT count(*) FROM course_modules cm JOIN modules m ON m.id = cm.module
      WHERE m.name = \(kind) AND NOT EXISTS (SELECT 1 FROM \(raw: kind) a WHERE a.id = cm.instance)
      """)
    if modules > 0 { try notes.add("course_modules", nil, "\(modules) course modules have no \(kind): left out") }
  }

  /// Writes the assessments and the further blocks of the programs.
  func writeAssessments() throws {
    try run("INSERT OR IGNORE INTO assessed SELECT kind, id FROM activity WHERE kind = 'quiz'")
    let assessments = try files.file(.assessments, "id name tags")
    let blocks = try files.file(.programBlocks, "program position kind item mandatory")
    try session.each("SELECT id FROM real_course ORDER BY id") { row in
      try blocks.write([reference("c", row.integer(0)), "1", "course", reference("c", row.integer(0)), "true"])
    }
    var (course, position) = (0, 1)
    try session.each(
      """
      SELECT a.course, a.kind || a.id, a.name, a.cm FROM activity a JOIN assessed s ON s.kind = a.kind AND s.id = a.id
      ORDER BY a.course, a.kind || a.id
      """
    ) { row in
      (course, position) = (row.integer(at: 0), row.integer(at: 0) == course ? position + 1 : 2)
      let assessment = "\(settings.source):\(row.text(at: 1))"
      let tags = try self.tags("core", "course_modules", row.integer(at: 3))
      try assessments.write([assessment, HTMLText.name(row.text(2)), tags])
      try blocks.write([id("c", course), String(position), "assessment", assessment, "false"])
    }
  }

  /// The tags of an item as a list of ids.
  func tags(_ component: String, _ type: String, _ item: Int) throws -> String {
    let tags = try session.all(
      """
      SELECT DISTINCT t.id FROM tag_instance i JOIN tag t ON t.id = i.tagid
      WHERE i.itemid = \(item) AND i.component = \(component) AND i.itemtype = \(type) ORDER BY t.id
      """
    ) { $0.integer(at: 0) }
    for tag in tags { try run("INSERT OR IGNORE INTO used_tag VALUES (\(tag))") }
    return try list(tags.map { id("t", $0) }, "tags", of: type, item)
  }

  /// Writes the tags that `tags` has returned.
  func mapTags() throws {
    let file = try files.file(.tags, "id name")
    try session.each("SELECT t.id, t.rawname FROM tag t JOIN used_tag u ON u.id = t.id ORDER BY t.id") { row in
      try file.write([reference("t", row.integer(0)), PlainText.name(row.text(1))])
    }
  }
}
