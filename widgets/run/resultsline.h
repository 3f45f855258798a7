// SPDX-License-Identifier: MIT
#pragma once

#include <QLineEdit>

namespace punchcard::look {
class Prompts;
}

namespace punchcard {

/// Where results go besides the job's own folder: typed, chosen, or a folder dropped on it.
class ResultsLine : public QLineEdit
{
    Q_OBJECT

public:
    explicit ResultsLine(look::Prompts &prompts, QWidget *parent = nullptr);

    /// Absolute, with ~ resolved; empty: the job's own folder only.
    [[nodiscard]] QString folder() const;
    void setFolder(const QString &folder);

public slots:
    /// Asks for one.
    void choose();

signals:
    void folderChanged(const QString &folder);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    look::Prompts &m_prompts;
};

} // namespace punchcard
