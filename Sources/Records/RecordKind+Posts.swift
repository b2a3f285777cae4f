// Posts and reactions.

extension RecordKind {
  package static let posts = RecordKind(
    "posts", "A text that a user has published: a message, a comment or a correction.",
    example: """
      id,author,kind,place,place_id,reply_to,created_at,text
      po1,u2,message,group,ward3,,2026-02-11T09:00:00Z,Who has the new gloves?
      po2,u1,message,group,ward3,po1,2026-02-11T10:00:00Z,Room 12.
      """,
    fields: [
      .id,
      .required("author", .reference("users"), "The user who wrote it."),
      .required(
        "kind", .choice(["message", "comment", "correction"]),
        "`message`: in Messages of a group, session or profile. `comment`: in the forum of a course, path, learning need or "
          + "project. `correction`: on an answer to an open question. A reply has the kind and place of its post."),
      .required(
        "place", .choice(["group", "session", "profile", "course", "path", "learning_need", "project"]),
        "Where it was written."),
      .optional(
        "place_id", .item(kindField: "place", kinds: places),
        "The group, program or path session, user, course or path; for a learning need or project, its id."),
      .optional("reply_to", .reference("posts"), "The post that it replies to; not itself. Empty: not a reply."),
      .required("created_at", .instant, "When it was published."),
      .optional(
        "archived_at", .instant, "When it was archived. Archived posts still count in their author's statistics."),
      .optional("text", .text, "The text."),
      withdrawnAt,
    ], checking: ["id", "reply_to"]
  ) { row in
    row["reply_to"] == row["id"] ? row.fault("reply_to", "is the post itself; a post cannot reply to itself") : nil
  }

  /// Learning needs and projects are not records, only ids.
  private static let places = [
    "group": ["groups"], "session": ["program_sessions", "path_sessions"], "profile": ["users"],
    "course": ["courses"], "path": ["paths"],
  ]

  package static let reactions = RecordKind(
    "reactions", "A user's reaction to a post, or to an activity of a course.",
    example: """
      id,user,kind,post,course,activity,created_at
      re1,u1,like,po1,,,2026-02-11T09:30:00Z
      re2,u2,learned,,c1,page-4,2026-02-10T14:20:00Z
      """,
    fields: [
      .id,
      .required("user", .reference("users"), "The user who reacts."),
      .required(
        "kind", .choice(["like", "learned", "useful", "outdated", "question", "not_useful"]),
        "The reaction. On a post, only `like` counts."),
      .optional("post", .reference("posts"), "The post; give either `post` or `course`."),
      .optional("course", .reference("courses"), "The course; give either `post` or `course`."),
      .optional("activity", .id, "The activity of the course, by any id; only with `course`."),
      .required("created_at", .instant, "When the user reacted."),
      withdrawnAt,
    ], checking: ["post", "course", "activity"]
  ) { row in
    if row["post"].isNone == row["course"].isNone {
      return row.fault("post", "must be given if `course` is empty, and only then")
    }
    return !row["activity"].isNone && row["course"].isNone
      ? row.fault("activity", "is given without a course; an activity belongs to a course") : nil
  }
}
