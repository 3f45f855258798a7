// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QObject>
#include <QThreadPool>

namespace punchcard {

/// Text that is not in its file yet.
struct Draft
{
    QString id = {};
    QString path = {}; ///< Of the script; empty: it has none yet.
    QString name = {}; ///< What its tab says.
    QString text = {};
    qint64 savedAt = 0; ///< When the file at path had been changed, in ms since 1970; 0 without one.
    int position = 0;   ///< Of the cursor.
    bool modified = true;
};

/// The folder of drafts: what survives when the program is killed. Everything is written by one thread of its own, in the
/// order in which it was asked for, so that a draft that was dropped does not come back.
class Drafts : public QObject
{
    Q_OBJECT

public:
    explicit Drafts(QString folder, QObject *parent = nullptr);
    ~Drafts() override;

    /// What the last session left, by id. Files that are not understood are left alone.
    [[nodiscard]] QList<Draft> read() const;
    void keep(const Draft &draft);
    void drop(const QString &id);
    /// Returns when everything that was asked for is on the disk.
    void flush();

signals:
    /// A draft could not be written.
    void failed(const punchcard::Error &error);

private:
    [[nodiscard]] QString fileOf(const QString &id) const;

    QString m_folder;
    QThreadPool m_writer;
};

} // namespace punchcard
