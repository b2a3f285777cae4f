extension RandomPlatform {
  mutating func makePosts() {
    for _ in 0..<random.whole(in: 60...140) { makePost() }
    for _ in 0..<random.whole(in: 80...200) { makeReaction() }
  }

  /// "A reply carries the kind and place of the post that it replies to."
  private mutating func makePost() {
    let parent = records("posts").isEmpty || random.chance(55) ? nil : random.pick(records("posts"))
    let (kind, place) = random.pick(Self.places)
    add(
      "posts",
      [
        "id": newID("posts", "b"), "author": random.pick(ids("users")), "kind": parent?["kind"] ?? kind,
        "place": parent?["place"] ?? place,
        "place_id": parent == nil ? placeID(place) : parent?["place_id"],
        "reply_to": parent?["id"], "created_at": text(of: recent()),
        "archived_at": random.maybe(15, text(of: pastInstant())), "text": random.maybe(60, random.pick(Awkward.texts)),
      ])
  }

  /// "A *message* is written in the Messages section of a group, a session or a profile; a *comment* in the forum of a
  /// course, a path, a learning need or a project; a *correction* on an answer."
  private static let places = [
    ("message", "group"), ("message", "group"), ("message", "session"), ("message", "profile"),
    ("comment", "course"), ("comment", "course"), ("comment", "path"), ("comment", "learning_need"),
    ("comment", "project"), ("correction", "course"),
  ]

  private mutating func placeID(_ place: String) -> String? {
    switch place {
    case "group": random.pick(ids("groups"))
    case "session": random.pick(ids("program_sessions") + ids("path_sessions"))
    case "profile": random.pick(ids("users"))
    case "course": random.pick(ids("courses"))
    case "path": random.pick(ids("paths"))
    default: random.pick(["need-1", "need-2"])
    }
  }

  /// "`post` or `course` with `activity`, exactly one of the two."
  private mutating func makeReaction() {
    let onPost = random.chance(50)
    let kinds = ["like", "like", "learned", "useful", "outdated", "question", "not_useful"]
    add(
      "reactions",
      [
        "id": newID("reactions", "z"), "user": random.pick(ids("users")), "kind": random.pick(kinds),
        "post": onPost ? random.pick(ids("posts")) : nil,
        "course": onPost ? nil : random.pick(ids("courses")),
        "activity": onPost ? nil : random.pick(["s1", "s2"]), "created_at": text(of: recent()),
      ])
  }
}
