import CXLSXWriter
import Foundation

/// A workbook of libxlsxwriter with its sheets and formats: owns the C memory and the files.
///
/// Rows are written to temporary files next to the target (`constant_memory`), as large as the XML of the sheets;
/// `close` assembles them into the target. If the book is released before `close`, all files are removed.
final class XLSXBook {
  typealias Sheet = UnsafeMutablePointer<lxw_worksheet>
  typealias Format = UnsafeMutablePointer<lxw_format>

  private let path: String
  private var book: UnsafeMutablePointer<lxw_workbook>?
  private var sheets: [Sheet] = []
  private var rowSheets = 0

  /// Creates the target, readable only by its owner, so that a wrong path fails before the work is done.
  init(path: String) throws {
    self.path = path
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SpreadsheetError.system(errno, path: path) }
    Foundation.close(descriptor)
    book = folder.withCString { folder in
      var options = lxw_workbook_options()
      options.constant_memory = 1
      options.tmpdir = UnsafeMutablePointer(mutating: folder)  // copied by the library
      return workbook_new_opt(path, &options)
    }
    fixDates()
  }

  /// Fixes the only date in the file that follows the clock; the library dates the members of the zip 1980.
  private func fixDates() {
    var properties = lxw_doc_properties()
    properties.created = 315_532_800  // 1980-01-01T00:00:00Z; 0 would mean now
    workbook_set_properties(book, &properties)
  }

  /// A new cell format. `number` is a number format in Excel's notation.
  func format(number: String? = nil, bold: Bool = false) throws -> Format {
    guard let format = workbook_add_format(book) else {
      throw SpreadsheetError.cannotWrite(path: path, reason: "out of memory")
    }
    if let number { format_set_num_format(format, number) }
    if bold { format_set_bold(format) }
    return format
  }

  /// A new sheet after the others; named Sheet1, Sheet2… by default.
  func addSheet(named name: String? = nil) throws -> Sheet {
    if name == nil { rowSheets += 1 }
    guard let sheet = workbook_add_worksheet(book, name ?? "Sheet\(rowSheets)") else {
      throw SpreadsheetError.cannotWrite(path: path, reason: "cannot create a temporary file next to it")
    }
    sheets.append(sheet)
    return sheet
  }

  /// Calls `take` with the rows of all sheets but one, as they will be in the file.
  func readRows(behind first: Sheet, _ take: (UnsafeRawBufferPointer) -> Void) throws {
    for sheet in sheets where sheet != first {
      lxw_worksheet_write_single_row(sheet)  // the library writes the last row only when another one follows
      _ = try flushedSize(sheet)
      let file = sheet.pointee.optimize_tmpfile
      rewind(file)
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
        buffer.withUnsafeBytes { take(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      }
      fseek(file, 0, SEEK_END)
    }
  }

  /// Assembles the file.
  func close() throws {
    let sizes = try sheets.map(flushedSize)
    try checkSpace(for: sizes.reduce(0, +))
    // Without ZIP64 a member must be smaller than 4 GiB; some old readers fail with it, so it is used only when needed.
    if sizes.reduce(0, +) > 4_000_000_000 { book?.pointee.options.use_zip64 = 1 }
    errno = 0
    let result = workbook_close(book)
    let number = errno
    book = nil
    guard result == LXW_NO_ERROR else {
      try? FileManager.default.removeItem(atPath: path)
      if number == ENOSPC || number == EDQUOT { throw SpreadsheetError.noRoom(path: path) }
      throw SpreadsheetError.cannotWrite(path: path, reason: String(cString: lxw_strerror(result)))
    }
  }

  /// The bytes in a sheet's temporary file. The library ignores write errors; a full disk must not cause a truncated
  /// file.
  private func flushedSize(_ sheet: Sheet) throws -> Int {
    errno = 0
    guard let file = sheet.pointee.optimize_tmpfile, fflush(file) == 0, ferror(file) == 0 else {
      // An earlier write error leaves only a flag, without `errno`: then check whether the disk is full.
      let number = errno
      let isFull = number == 0 && (freeBytes ?? .max) < 1_048_576
      throw SpreadsheetError.system(isFull ? ENOSPC : number == 0 ? EIO : number, path: path)
    }
    return ftello(file)
  }

  /// Assembling copies every sheet once more.
  private func checkSpace(for size: Int) throws {
    guard let free = freeBytes, free > 0 else { return }
    guard free > size else { throw SpreadsheetError.noRoom(path: path) }
  }

  /// Free space on the target's disk; nil if unknown.
  private var freeBytes: Int? {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
    return (attributes?[.systemFreeSize] as? NSNumber)?.intValue
  }

  deinit {
    guard let book else { return }
    for sheet in sheets {
      if let file = sheet.pointee.optimize_tmpfile { fclose(file) }  // lxw_workbook_free forgets them
    }
    lxw_workbook_free(book)
    try? FileManager.default.removeItem(atPath: path)
  }
}
