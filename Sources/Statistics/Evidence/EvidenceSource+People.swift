import Access
import DatabaseAccess

// Evidence for statistics computed from posts and reactions, direct reports and groups.

extension EvidenceSource {
  static let posts = posts([])

  static let publications = posts([("NOT (\(FactSource.isMessage))", .noMessage)])

  static let publicationsWithoutReplies = posts([
    ("NOT (\(FactSource.isMessage))", .noMessage), (FactSource.isMessageReply, .reply),
  ])

  static let comments = posts([("NOT (\(FactSource.isComment) OR \(FactSource.isMessageReply))", .noComment)])

  /// Shows neither the text of a post nor whose profile it is on, only whether it is a reply.
  private static func posts(_ reasons: [(condition: String, reason: EvidenceReason)]) -> EvidenceSource {
    EvidenceSource(.word) { context in
      [
        Part(
          kind: "posts", dated: "f.created_at",
          name: "coalesce(g.name, c.name, h.name, s.name, t.name, CASE WHEN f.place <> 'profile' THEN f.place_id END)",
          word: "f.kind || CASE WHEN f.reply_to IS NOT NULL THEN '_reply' ELSE '' END", isWithdrawable: true,
          reasons: reasons,
          from: """
            all_posts AS f LEFT JOIN groups AS g ON g.key = f.place_group_key
            LEFT JOIN courses AS c ON c.key = f.place_course_key LEFT JOIN paths AS h ON h.key = f.place_path_key
            LEFT JOIN program_sessions AS s ON s.key = f.place_program_session_key
            LEFT JOIN path_sessions AS t ON t.key = f.place_path_session_key WHERE f.author_key = \(context.user.key)
            """)
      ]
    }
  }

  static let reactions = EvidenceSource(.word) { context in
    [
      Part(
        kind: "reactions", dated: "f.created_at", name: "c.name", word: "f.kind", leads: "c.id",
        isWithdrawable: true, reasons: [("NOT (\(FactSource.isReaction))", .onlyLikesCount)],
        from: "all_reactions AS f LEFT JOIN courses AS c ON c.key = f.course_key WHERE f.user_key = \(context.user.key)"
      )
    ]
  }

  /// Direct reports outside the viewer's scope count but are not listed.
  static let reports = EvidenceSource(.nothing) { context in
    [
      Part(
        kind: "managers", id: "r.id", dated: "f.since", name: "r.first_name || ' ' || r.last_name", leads: "r.id",
        reasons: [("f.until IS NOT NULL", .relationClosed), ("r.deleted_at IS NOT NULL", .userDeleted)],
        shown: context.scope.holds("r.key"),
        from: "managers AS f JOIN users AS r ON r.key = f.user_key WHERE f.manager_key = \(context.user.key)")
    ]
  }

  /// Of several open roles in a group, the oldest counts; one without a date is older than all. (Engines sort NULL
  /// differently.)
  static let groups = EvidenceSource(.word) { context in
    let ranked: SQLText = """
      (SELECT g.id || ' ' || m.role AS id, g.id AS group_id, g.name, m.role, m.since, m.until, p.deleted_at,
        row_number() OVER (PARTITION BY m.group_key
          ORDER BY CASE WHEN m.until IS NULL THEN 0 ELSE 1 END, CASE WHEN m.since IS NULL THEN 0 ELSE 1 END, m.since,
            m.role) AS place
      FROM memberships AS m JOIN groups AS g ON g.key = m.group_key JOIN users AS p ON p.key = m.user_key
      WHERE m.user_key = \(context.user.key)) AS f
      """
    return [
      Part(
        kind: "memberships", dated: "f.since", name: "f.name", word: "f.role", leads: "f.group_id",
        reasons: [
          ("f.until IS NOT NULL", .membershipClosed), ("f.deleted_at IS NOT NULL", .userDeleted),
          ("f.place > 1", .sameGroup),
        ],
        from: ranked)
    ]
  }
}
