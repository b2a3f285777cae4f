import Testing

/// Texts that are refused when they are added to the small platform, and the expected messages.
struct BadInput: Sendable, CustomTestStringConvertible {
  let name: String
  let texts: [String: String]
  let messages: [String]

  init(_ name: String, _ texts: [String: String], _ messages: String...) {
    self.name = name
    self.texts = texts
    self.messages = messages
  }

  var testDescription: String { name }

  static let all = keys + references + people + structure

  static func unknown(_ kind: String) -> String {
    " matches no record of \(kind) in this import or in the store"
  }

  private static let then = SmallPlatform.then
  private static func twice(_ first: Int, _ key: String) -> String {
    " is a duplicate (first in line \(first)); a record's key (\(key)) must be unique"
  }

  private static let keys = [
    BadInput(
      "a duplicate id", ["tags": "id,name\nt1,A\nt2,B\nt1,C\n"],
      "tags.csv, line 4, column id: \"t1\"" + twice(2, "id")),
    BadInput(
      "a duplicate id of a user's attempts",
      [
        "attempts": SmallPlatform.attempts(
          "x9,a,c,,\(then),\(then),0,0,", "x9,b,c,,\(then),\(then),0,0,", "x9,a,copy,,\(then),\(then),1,0,")
      ], "attempts.csv, line 4, column id: \"x9\"" + twice(2, "user, id")),
    BadInput(
      "a membership twice", ["memberships": "group,user,role,until\nteam,b,coach,\nteam,b,coach,\(then)\n"],
      "memberships.csv, line 3, column group: \"team\"" + twice(2, "group, user, role")),
    BadInput(
      "an enrolment twice, without a group",
      [
        "enrolments":
          "kind,session,user,origin,enrolled_at\npath,hs,b,self,\(then)\nprogram,ps,b,self,\(then)\npath,hs,b,self,\(then)\n"
      ], "enrolments.csv, line 4, column kind: \"path\"" + twice(2, "kind, session, user, origin, group")),
  ]

  private static let references = [
    BadInput(
      "a dangling reference", ["attempts": SmallPlatform.attempts("x1,nobody,c,,\(then),\(then),0,0,")],
      "attempts.csv, line 2, column user: \"nobody\"" + unknown("users")),
    BadInput(
      "several dangling references",
      ["courses": "id,name,author,group,duplicate_of,created_at\nc1,C,u1,g1,c2,\(then)\n"],
      "courses.csv, line 2, column author: \"u1\"" + unknown("users"),
      "courses.csv, line 2, column group: \"g1\"" + unknown("groups"),
      "courses.csv, line 2, column duplicate_of: \"c2\"" + unknown("courses")),
    BadInput(
      "an attempt of another user", ["answers": "id,user,question,attempt,answered_at\nn2,b,q,x2,\(then)\n"],
      "answers.csv, line 2, column attempt: \"x2\" matches no record of attempts of this user in this import or in the store"
    ),
    BadInput(
      "a dangling id in a list", ["questions": "id,interaction,statement,tags\nq2,other,?,t|t9\n"],
      "questions.csv, line 2, column tags: \"t9\"" + unknown("tags")),
    BadInput(
      "an item of another kind", ["program_blocks": "program,position,kind,item\np,4,assessment,c\n"],
      "program_blocks.csv, line 2, column item: \"c\"" + unknown("assessments")),
    BadInput(
      "a session of the other kind",
      ["enrolments": "kind,session,user,origin,enrolled_at\npath,ps,b,self,\(then)\n"],
      "enrolments.csv, line 2, column session: \"ps\"" + unknown("path sessions")),
    BadInput(
      "a place that is none",
      ["posts": "id,author,kind,place,place_id,created_at\nb9,a,message,session,team,\(then)\n"],
      "posts.csv, line 2, column place_id: \"team\" matches no record of program sessions or path sessions in this import or in the store"
    ),
    BadInput(
      "an id in another case", ["managers": "user,manager\nA,b\n"],
      "managers.csv, line 2, column user: \"A\"" + unknown("users")),
    BadInput(
      "a custom field that is none", ["users": "\(SmallPlatform.users),custom:shoe\nn,n@x.org,N,N,\(then),44\n"],
      "users.csv, line 2, column custom:shoe: \"shoe\"" + unknown("custom fields")),
  ]

  private static let people = [
    BadInput(
      "a date of 30 February", ["users": SmallPlatform.users("n,n@x.org,N,N,2026-02-30T00:00:00Z,")],
      "users.csv, line 2, column created_at: \"2026-02-30T00:00:00Z\" is not a valid date-time; use RFC 3339 with "
        + "an offset, such as 2026-03-01T09:30:00Z"),
    BadInput(
      "a custom date of 30 February", ["users": "\(SmallPlatform.users),custom:d\na,a@x.org,A,A,\(then),2026-02-30\n"],
      "users.csv, line 2, column custom:d: \"2026-02-30\" is not a valid date; use one such as 2026-03-01"),
    BadInput(
      "a score of 101", ["attempts": SmallPlatform.attempts("x9,a,c,,\(then),\(then),0,0,101")],
      "attempts.csv, line 2, column score: \"101\" is not a number from 0 to 100 with at most two decimals"),
    BadInput(
      "an e-mail address that is taken", ["users": SmallPlatform.users("n, A@X.org ,N,N,\(then),")],
      "users.csv, line 2, column email: \"a@x.org\" belongs to the user a, who is not deleted; give one of the two another address"
    ),
    BadInput(
      "an e-mail address taken in the same batch",
      [
        "users": SmallPlatform.users(
          "m,m@x.org,M,M,\(then),", "n,M@x.org,N,N,\(then),", "l,m@x.org,L,L,\(then),\(then)")
      ],
      "users.csv, line 3, column email: \"m@x.org\" belongs to the user in line 2, who is not deleted; give one of the two another address"
    ),
    BadInput(
      "a user brought back with a taken address",
      ["users": SmallPlatform.users("gone,a@x.org,Gone,G,\(then),")],
      "users.csv, line 2, column email: \"a@x.org\" belongs to the user a, who is not deleted; give one of the two another address"
    ),
    BadInput(
      "an own manager", ["managers": "user,manager\nb,b\n"],
      "managers.csv, line 2, column manager: \"b\" is the user themselves; a user cannot be their own manager"),
    BadInput(
      "an end that is to come", ["memberships": "group,user,role,until\nteam,a,learner,2026-03-16T12:00:01Z\n"],
      "memberships.csv, line 2, column until: \"2026-03-16T12:00:01Z\" is an end more than 24 hours in the "
        + "future; leave it empty until it has happened"),
  ]

  private static let deeper = (2...30).map { "d\($0),D,d\($0 - 1)\n" }.joined()

  private static let structure = [
    BadInput(
      "a second platform", ["groups": "id,name,parent\nother,Other,\n"],
      "groups.csv, line 2, column parent: \"other\" has no parent, but only the platform group (root) may have none; give it a parent"
    ),
    BadInput(
      "an older group made a second platform", ["groups": "id,name,parent\nteam,Team,\n"],
      "groups.csv, line 2, column parent: \"team\" has no parent, but only the platform group (root) may have none; give it a parent"
    ),
    BadInput(
      "a circle of groups in a batch", ["groups": "id,name,parent\nk1,K,k3\nk2,K,k1\nk3,K,k2\n"],
      "groups.csv, line 2, column parent: \"k3\" forms a cycle: the parent chain of k1 leads back to it"),
    BadInput(
      "a circle closed through the store", ["groups": "id,name,parent\nteam,Team,sub\n"],
      "groups.csv, line 2, column parent: \"sub\" forms a cycle: the parent chain of team leads back to it"),
    BadInput(
      "the platform below one of its groups", ["groups": "id,name,parent\nroot,Platform,sub\n"],
      "groups.csv, line 2, column parent: \"sub\" forms a cycle: the parent chain of root leads back to it"),
    BadInput(
      "a group below itself", ["groups": "id,name,parent\nteam,Team,team\n"],
      "groups.csv, line 2, column parent: \"team\" forms a cycle: the parent chain of team leads back to it"),
    BadInput(
      "a tree too deep",
      ["groups": "id,name,parent\nd1,D,sub\n" + deeper],
      "groups.csv, line 31, column parent: \"d29\" is 33 levels deep; a group tree may have at most 32 levels"),
    BadInput(
      "a circle of duplicates", ["courses": "id,name,author,duplicate_of,created_at\nc,Course,o,copy,\(then)\n"],
      "courses.csv, line 2, column duplicate_of: \"copy\" forms a cycle: the duplicate_of chain of c leads back to it"
    ),
    BadInput(
      "a reply to itself", ["posts": "id,author,kind,place,reply_to,created_at\nb9,a,message,group,b9,\(then)\n"],
      "posts.csv, line 2, column reply_to: \"b9\" is the post itself; a post cannot reply to itself"),
    BadInput(
      "a second owner", ["memberships": "group,user,role\nroot,b,owner\n"],
      "memberships.csv, line 2, column user: \"b\" is a second owner (b, o); close one of the memberships with `until`"),
    BadInput(
      "an owner outside the platform group", ["memberships": "group,user,role\nteam,b,owner\n"],
      "memberships.csv, line 2, column group: \"team\" is not the platform group; only the platform group can have an `owner`"
    ),
  ]
}
