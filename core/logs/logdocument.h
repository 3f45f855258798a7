// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/logs/lineindex.h"
#include "core/logs/logrange.h"

#include <QCoroTask>
#include <QFileSystemWatcher>
#include <QObject>
#include <QPointer>
#include <QTimer>

namespace punchcard {

/// A part of a log's file as a view needs it: mapped, its lines indexed in the background, noticed when it grows or when
/// another file takes its name. Lines are named by the byte offset of their beginning, so that all of it can be looked at
/// before the index is complete. Main thread.
class LogDocument : public QObject
{
    Q_OBJECT

public:
    explicit LogDocument(QObject *parent = nullptr);
    ~LogDocument() override;

    /// Opens @p range of @p file in place of what was shown; cleared() and grew() tell. The same range that ends later is growth.
    void show(const QString &file, LogRange range = {});
    void clear();

    [[nodiscard]] bool isOpen() const { return m_file != nullptr; }
    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] std::shared_ptr<const MappedFile> file() const { return m_file; }
    [[nodiscard]] qint64 begin() const { return m_range.begin; }
    [[nodiscard]] qint64 end() const { return m_end; }
    [[nodiscard]] bool isEmpty() const { return m_end <= m_range.begin; }

    // Lines, by the offset of their beginning
    [[nodiscard]] qint64 startOf(qint64 offset) const;
    [[nodiscard]] qint64 next(qint64 offset) const; ///< end() after the last line
    [[nodiscard]] qint64 previous(qint64 offset) const; ///< begin() before the first
    [[nodiscard]] qint64 lineAt(qint64 offset) const; ///< from 0; an estimate where isKnown() is false
    [[nodiscard]] qint64 roughLineAt(qint64 offset) const { return m_index.roughLineAt(offset); } ///< without a look at the file
    [[nodiscard]] qint64 offsetOf(qint64 line) const;
    [[nodiscard]] qint64 lines() const; ///< in part estimated until isIndexed()
    [[nodiscard]] bool isKnown(qint64 offset) const { return offset <= m_index.scanned(); }
    /// At most @p limit bytes of the line, without its line end.
    [[nodiscard]] QByteArrayView line(qint64 offset, qint64 limit) const;

    [[nodiscard]] bool isIndexed() const { return isEmpty() || (!m_indexing && m_settled); }
    [[nodiscard]] Progress progress() const { return {.done = m_index.scanned() - begin(), .total = m_end - begin()}; }
    /// Lines with ##[error] or ##[warning], in order.
    [[nodiscard]] const QList<LogLandmark> &problems() const { return m_problems; }
    /// When the first line was written, if it says so.
    [[nodiscard]] std::optional<Time> firstStamp() const;

signals:
    void cleared(); ///< All offsets are void.
    void grew(); ///< end() is farther, or there is something at all.
    void indexed(const QList<punchcard::LogLandmark> &landmarks); ///< More lines are known: groups and problems among them.
    void failed(const punchcard::Error &error);

private:
    [[nodiscard]] bool open();
    void look();
    void reopen();
    void startIndexing();
    static QCoro::Task<> index(QPointer<LogDocument> document);
    void take(const LineIndex::Scan &scan, bool settled);

    QString m_path;
    LogRange m_range;
    std::shared_ptr<const MappedFile> m_file;
    qint64 m_end = 0;
    LineIndex m_index;
    QList<LogLandmark> m_problems;
    std::shared_ptr<std::atomic_bool> m_cancelled;
    bool m_indexing = false;
    bool m_settled = false; ///< All that can be indexed is.
    QFileSystemWatcher m_watcher;
    QTimer m_lookTimer; ///< Gathers the watcher's signals.
};

} // namespace punchcard
