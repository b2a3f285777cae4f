import DatabaseAccess
import Records

// Forum posts: moodle.md §9, *Posts, certificates, attendance*.

extension SiteMapping {
  /// Private replies are left out.
  func mapPosts(_ file: RecordFile) throws {
    try run(
      """
      CREATE TABLE post AS SELECT p.id, p.userid, c.id AS course, c.category, p.created, p.message, p.parent, p.deleted
      FROM forum_posts p JOIN forum_discussions d ON d.id = p.discussion JOIN forum f ON f.id = d.forum
      JOIN course c ON c.id = f.course JOIN person u ON u.id = p.userid WHERE coalesce(p.privatereplyto, 0) = 0
      """)
    try run("CREATE INDEX post_id ON post (id)")
    try session.each(
      """
      SELECT p.id, p.userid, p.course, p.category, p.created, p.message, p.deleted, a.id
      FROM post p LEFT JOIN post a ON a.id = p.parent AND a.id <> p.id ORDER BY p.id
      """
    ) { row in
      let isOfSite = row.integer(at: 3) == 0
      let created = try required(row.integer(4), "forum_posts", row.integer(at: 0))
      try file.write([
        reference("post", row.integer(0)), reference("u", row.integer(1)), isOfSite ? "message" : "comment",
        isOfSite ? "group" : "course", isOfSite ? site : reference("c", row.integer(2)), created,
        HTMLText.value(of: row.text(5)),
        reference("post", row.integer(7)), row.integer(at: 6) == 1 ? created : nil,
      ])
    }
  }
}
