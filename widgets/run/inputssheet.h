// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/jobspec.h"

#include <QDialog>

class QLabel;
class QPushButton;

namespace punchcard {

class InputsModel;
class PlainList;

namespace look {
class NoticeBar;
class Prompts;
} // namespace look

/// Files and folders that travel with the script: added by buttons or dropped, shown with their sizes.
class InputsSheet : public QDialog
{
    Q_OBJECT

public:
    InputsSheet(const QList<InputSource> &inputs, look::Prompts &prompts, QWidget *parent = nullptr);

    [[nodiscard]] QList<InputSource> inputs() const;

public slots:
    void add(const QStringList &paths);
    void removeChosen();

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void build(look::Prompts &prompts);
    void tell();

    InputsModel *m_model;
    PlainList *m_list;
    QLabel *m_total;
    QPushButton *m_remove;
    look::NoticeBar *m_notice;
};

} // namespace punchcard
