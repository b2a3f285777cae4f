import Foundation
import Synchronization

/// A progress line on the terminal: rows, rows per second, time left. Silent if standard error is not a terminal.
final class ProgressMeter: @unchecked Sendable {
  private var total: Int
  /// Whether `total` is rows rather than bytes.
  private let countsRows: Bool
  let isShown = isatty(FileHandle.standardError.fileDescriptor) == 1
  private let start = Date()
  /// Updated by the reading thread.
  private let bytes = Atomic(0)
  private var rows = 0
  private var lastShown = Date.distantPast
  private var phaseName: String?

  /// - Parameter total: bytes to read.
  init(total: Int) { (self.total, countsRows) = (max(total, 1), false) }

  /// For rows being written; call `expect(rows:)` once their number is known.
  init() { (total, countsRows) = (1, true) }

  func expect(rows: Int) { total = max(rows, 1) }

  func read(bytes count: Int) { bytes.add(count, ordering: .relaxed) }

  func read(rows count: Int) {
    rows += count
    if isShown { showRows() }
  }

  func phase(_ name: String) { phaseName = name }

  func done(users: Int) {
    guard isShown, due() else { return }
    show("\(phaseName ?? ""): \(users)")
  }

  func report(_ table: String, _ rows: Int) {
    if isShown, due() { show("\(table): \(rows) rows") }
  }

  func clear() { if isShown { write("\r\u{1B}[K") } }

  private func showRows() {
    guard due() else { return }
    let elapsed = Date().timeIntervalSince(start)
    let share = min(1, Double(countsRows ? rows : bytes.load(ordering: .relaxed)) / Double(total))
    let left = share > 0.01 ? ", \(Int(elapsed / share - elapsed)) s left" : ""
    show("\(Int(share * 100)) %, \(rows) rows, \(Int(Double(rows) / max(elapsed, 0.001))) rows/s\(left)")
  }

  private func due() -> Bool {
    guard Date().timeIntervalSince(lastShown) > 0.2 else { return false }
    lastShown = Date()
    return true
  }

  private func show(_ text: String) { write("\r\u{1B}[K" + text) }
  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
