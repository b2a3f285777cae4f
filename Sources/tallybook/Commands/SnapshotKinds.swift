import ArgumentParser
import Intake
import Records
import Store

/// The kinds that `--snapshot` names.
struct SnapshotKinds {
  private let kinds: [RecordKind]

  /// - Throws: a mistake of usage, for what is no kind or one whose records have no end.
  init(_ words: [String]) throws {
    kinds = try words.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }.map { word in
      let name = word.trimmingASCIIBlanks
      guard let kind = RecordKind.named(name) else {
        let nearest = nearestName(to: name, in: Self.possible).map { "did you mean \($0)?" } ?? Self.choice
        throw ValidationError("--snapshot: '\(name)' is no kind of record; \(nearest)")
      }
      guard kind.end != nil else {
        throw ValidationError("--snapshot: \(name) \(Self.advice(for: kind)) \(Self.choice)")
      }
      return kind
    }
  }

  /// Ends with a fault of the folder if it has no file of a kind: nothing would be left of it.
  func found(in folder: RecordsFolder) -> [RecordKind] {
    let missing = kinds.filter { kind in
      !folder.files.contains { $0.kind == kind } && !folder.faultyKinds.contains(kind)
    }.map(\.name)
    guard missing.isEmpty else {
      let words = missing.map { "--snapshot names \($0), but the folder has no file of that kind." }
      Failing.exit(.dataError, (words + ["Nothing was imported."]).joined(separator: "\n"))
    }
    return kinds
  }

  private static let possible = RecordKind.all.filter { $0.end != nil }.map(\.name)
  private static let choice = "A snapshot is of \(possible.joined(separator: ", "))."

  private static func advice(for kind: RecordKind) -> String {
    switch kind {
    case .users: "cannot be a snapshot: say of users who have left when they were deleted (deleted_at)."
    case .courses: "cannot be a snapshot: say of courses that are gone when they were archived (archived_at)."
    default: "cannot be a snapshot: these records have no end."
    }
  }
}

extension RecordKind {
  /// How many records of a snapshot were missing.
  func words(ended: Int) -> String { ended == 0 ? "" : ", \(ended) \(isRelation ? "closed" : "withdrawn")" }
}

extension SnapshotLoss {
  var words: String {
    let lines = losses.map { loss in
      let found = loss.records == 0 ? "is empty" : "has \(loss.records) record\(loss.records == 1 ? "" : "s")"
      let ended = loss.kind.isRelation ? "open" : "not withdrawn"
      return "\(loss.kind.name): the file \(found), and \(loss.open) of this source are \(ended)."
    }
    let advice = "Nothing was imported. If the files are right, repeat the import with --accept-loss."
    return (lines + [advice]).joined(separator: "\n")
  }
}

extension Substring {
  fileprivate var trimmingASCIIBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
