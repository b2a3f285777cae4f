import DatabaseAccess
import Records

// Role assignments, memberships and managers: moodle.md §4.

extension SiteMapping {
  /// Finds out what each assignment means where: `assigned`, and for each course `staff_only`, the staff members who are
  /// not also learners.
  func readRoles() throws {
    for (name, archetype) in settings.archetypes.sorted(by: { $0.key < $1.key }) {
      try run("UPDATE role SET archetype = \(archetype) WHERE shortname = \(name) AND coalesce(archetype, '') = ''")
    }
    try run(
      """
      CREATE TABLE assigned AS SELECT a.id, a.userid, a.contextid, a.timemodified, k.contextlevel, k.instanceid, r.archetype
      FROM role_assignments a JOIN role r ON r.id = a.roleid JOIN context k ON k.id = a.contextid
      JOIN person p ON p.id = a.userid
      """)
    try run("CREATE INDEX assigned_context ON assigned (contextid, userid)")
    try run("CREATE INDEX assigned_place ON assigned (contextlevel, instanceid)")
    try noteRolesWithoutArchetype()
    try readAncestry()
    try run("CREATE TABLE staff_only (course integer, userid integer, PRIMARY KEY (course, userid)) WITHOUT ROWID")
    try run(
      """
      INSERT INTO staff_only SELECT DISTINCT n.course, s.userid FROM ancestry n JOIN assigned s ON s.contextid = n.contextid
      WHERE s.archetype IN ('manager', 'coursecreator', 'teacher', 'editingteacher') AND NOT EXISTS
        (SELECT 1 FROM ancestry m JOIN assigned l ON l.contextid = m.contextid
         WHERE m.course = n.course AND l.userid = s.userid AND l.archetype = 'student')
      """)
  }

  private func noteRolesWithoutArchetype() throws {
    let roles = try session.all(
      """
      SELECT r.id, r.shortname, count(*) FROM role r JOIN role_assignments a ON a.roleid = r.id
      JOIN context k ON k.id = a.contextid
      WHERE coalesce(r.archetype, '') = '' AND k.contextlevel IN (10, 40, 50) GROUP BY r.id ORDER BY r.id
      """
    ) { (id: $0.integer(at: 0), name: $0.text(at: 1), count: $0.integer(at: 2)) }
    for role in roles {
      let text = "role \(role.id): \(role.name) has no archetype, so its \(role.count) assignments are ignored; "
      try notes.add("role", role.id, text + "give it one with --role \(role.name)=ARCHETYPE")
    }
  }

  /// `ancestry`: each course with its own context and those above.
  private func readAncestry() throws {
    try run("CREATE TABLE ancestry (course integer, contextid integer, PRIMARY KEY (course, contextid)) WITHOUT ROWID")
    let insertion = try session.insertion(into: "ancestry", columns: ["course", "contextid"])
    try session.each(
      "SELECT c.id, k.id, k.path FROM real_course c JOIN context k ON k.contextlevel = 50 AND k.instanceid = c.id"
    ) { row in
      let path = row.text(at: 2).split(separator: "/").compactMap { Int($0) }
      for context in Set(path + [row.integer(at: 1)]).sorted() {
        try insertion.run([.integer(row.integer(at: 0)), .integer(context)])
      }
    }
    try insertion.finish()
    try run("DELETE FROM ancestry WHERE contextid NOT IN (SELECT id FROM context WHERE contextlevel IN (10, 40, 50))")
    try run("CREATE INDEX ancestry_context ON ancestry (contextid)")
  }

  /// The site administrators who are current users, the first one first.
  func siteAdministrators() throws -> [Int] {
    let ids = (config["siteadmins"] ?? "").split(separator: ",").compactMap { Int(PlainText.of(String($0))) }
    var seen: Set<Int> = []
    return try ids.filter { seen.insert($0).inserted }.filter {
      try session.number("SELECT count(*) FROM person WHERE id = \($0) AND deleted IS NULL") > 0
    }
  }

  /// All parts of memberships go to `part`; a membership is the sum of its parts.
  func mapMemberships() throws {
    try run("CREATE TABLE part (place text, userid integer, role text, since integer, until integer)")
    try run("INSERT INTO part SELECT 'site', id, 'learner', NULL, NULL FROM person")
    try addAdministrators()
    try addRoleMembers()
    try addMembers()
    let file = try files.file(.memberships, "group user role since until")
    try session.each(
      """
      SELECT m.place, m.userid, m.role, m.since,
        CASE WHEN p.deleted IS NULL THEN m.until ELSE
          min(\(settings.snapshot), max(coalesce(m.since, p.deleted), min(p.deleted, coalesce(m.until, p.deleted)))) END
      FROM (SELECT place, userid, role, min(since) AS since, CASE WHEN max(until IS NULL) THEN NULL ELSE max(until) END AS until
            FROM part GROUP BY place, userid, role) m
      JOIN person p ON p.id = m.userid ORDER BY m.place, m.userid, m.role
      """
    ) { row in
      let group = row.text(at: 0).isEmpty ? settings.platform.group : "\(settings.source):\(row.text(at: 0))"
      try file.write([
        group, reference("u", row.integer(1)), row.text(2), instant(row.integer(3)),
        instant(row.integer(4)),
      ])
    }
  }

  private func addAdministrators() throws {
    let administrators = try siteAdministrators()
    let owner = settings.platform.owner
    guard owner != nil || !administrators.isEmpty else {
      throw MoodleError(
        "The site has no administrator who could own the platform (config, siteadmins: \"\(config["siteadmins"] ?? "")\")."
      )
    }
    for (index, user) in administrators.enumerated() {
      let isOwner = owner.map { $0 == id("u", user) } ?? (index == 0)
      // Only the platform group has an owner, even if the site is below it.
      let place = isOwner && settings.platform.group != nil ? "" : "site"
      try run("INSERT INTO part VALUES (\(place), \(user), \(isOwner ? "owner" : "admin"), NULL, NULL)")
    }
  }

  private func addRoleMembers() throws {
    try run(
      """
      INSERT INTO part SELECT CASE a.contextlevel WHEN 10 THEN 'site' ELSE 'cat' || y.id END, a.userid,
        CASE a.archetype WHEN 'manager' THEN 'admin' ELSE 'author' END, nullif(a.timemodified, 0), NULL
      FROM assigned a LEFT JOIN course_categories y ON y.id = a.instanceid
      WHERE a.archetype IN ('manager', 'coursecreator') AND (a.contextlevel = 10 OR a.contextlevel = 40 AND y.id IS NOT NULL)
      """)
  }

  private func addMembers() throws {
    try run(
      """
      INSERT INTO part SELECT 'coh' || h.id, m.userid, 'learner', nullif(m.timeadded, 0), NULL
      FROM cohort_members m JOIN cohort h ON h.id = m.cohortid JOIN person p ON p.id = m.userid
      """)
    try run(
      """
      INSERT INTO part SELECT 'cat' || y.id, e.userid, 'learner', e.enrolled, e.ended
      FROM enrolment e JOIN course c ON c.id = e.course JOIN course_categories y ON y.id = c.category
      """)
    guard settings.hasCourseGroups else { return }
    try run(
      """
      INSERT INTO part SELECT 'grp' || g.id, m.userid, 'learner', nullif(m.timeadded, 0), NULL
      FROM groups_members m JOIN "groups" g ON g.id = m.groupid JOIN real_course c ON c.id = g.courseid
      JOIN person p ON p.id = m.userid
      """)
  }

  /// A user with any role in the context of another user manages that user.
  func mapManagers() throws {
    let file = try files.file(.managers, "user manager since")
    try session.each(
      """
      SELECT a.instanceid, a.userid, min(nullif(a.timemodified, 0)) FROM assigned a JOIN person p ON p.id = a.instanceid
      WHERE a.contextlevel = 30 AND a.instanceid <> a.userid GROUP BY a.instanceid, a.userid ORDER BY 1, 2
      """
    ) { row in
      try file.write([reference("u", row.integer(0)), reference("u", row.integer(1)), instant(row.integer(2))])
    }
  }
}
