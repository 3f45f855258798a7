// SPDX-License-Identifier: MIT
#include "widgets/look/systemprompts.h"

#include "widgets/look/icons.h"
#include "widgets/look/passphrasedialog.h"

#include <QFileDialog>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>

namespace punchcard::look {

using namespace Qt::StringLiterals;

namespace {

void dress(QMessageBox &box, const QString &icon, Tone tone, const QString &text, const QString &explanation)
{
    box.setWindowModality(Qt::WindowModal);
    box.setTextFormat(Qt::PlainText);
    box.setIconPixmap(look::icon(icon, tone).pixmap(QSize(32, 32), box.devicePixelRatioF()));
    box.setText(text);
    box.setInformativeText(explanation);
}

} // namespace

bool SystemPrompts::confirm(QWidget *parent, const Question &question)
{
    QMessageBox box(parent);
    dress(box, question.dangerous ? u"warning"_s : u"info"_s, question.dangerous ? Tone::Warning : Tone::Accent, question.text,
          question.explanation);
    QPushButton *yes = box.addButton(question.yes, question.dangerous ? QMessageBox::DestructiveRole : QMessageBox::AcceptRole);
    QPushButton *no = question.no.isEmpty() ? box.addButton(QMessageBox::Cancel) : box.addButton(question.no, QMessageBox::RejectRole);
    box.setEscapeButton(no);
    box.setDefaultButton(question.dangerous ? no : yes);
    box.exec();
    return box.clickedButton() == yes;
}

int SystemPrompts::choose(QWidget *parent, const QString &text, const QString &explanation, const QStringList &answers)
{
    QMessageBox box(parent);
    dress(box, u"info"_s, Tone::Accent, text, explanation);
    QList<QAbstractButton *> buttons;
    for (const QString &answer : answers)
        buttons.append(box.addButton(answer, buttons.isEmpty() ? QMessageBox::AcceptRole : QMessageBox::ActionRole));
    QPushButton *none = box.addButton(QMessageBox::Cancel);
    box.setEscapeButton(none);
    if (!buttons.isEmpty())
        box.setDefaultButton(qobject_cast<QPushButton *>(buttons.first()));
    box.exec();
    return int(buttons.indexOf(box.clickedButton()));
}

void SystemPrompts::tell(QWidget *parent, const QString &text, const QString &explanation)
{
    QMessageBox box(parent);
    dress(box, u"info"_s, Tone::Accent, text, explanation);
    box.addButton(QMessageBox::Ok);
    box.exec();
}

Prompts::Keep SystemPrompts::keep(QWidget *parent, const QString &text, const QString &explanation)
{
    QMessageBox box(parent);
    dress(box, u"save"_s, Tone::Accent, text, explanation);
    box.setStandardButtons(QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel);
    box.setDefaultButton(QMessageBox::Save);
    switch (box.exec()) {
    case QMessageBox::Save: return Keep::Save;
    case QMessageBox::Discard: return Keep::Discard;
    default: return Keep::Cancel;
    }
}

QStringList SystemPrompts::chooseFiles(QWidget *parent, const QString &title, const QString &folder, const QString &filter)
{
    return QFileDialog::getOpenFileNames(parent, title, folder, filter);
}

QString SystemPrompts::chooseFolder(QWidget *parent, const QString &title, const QString &folder)
{
    return QFileDialog::getExistingDirectory(parent, title, folder);
}

QString SystemPrompts::chooseSaveName(QWidget *parent, const QString &title, const QString &suggested, const QString &filter)
{
    return QFileDialog::getSaveFileName(parent, title, suggested, filter);
}

QString SystemPrompts::chooseText(QWidget *parent, const QString &title, const QString &label, const QString &suggested)
{
    bool accepted = false;
    const QString text = QInputDialog::getText(parent, title, label, QLineEdit::Normal, suggested, &accepted);
    return accepted ? text : QString();
}

SecretString SystemPrompts::choosePassphrase(QWidget *parent, const QString &title, const QString &label, bool fresh)
{
    PassphraseDialog dialog(title, label, fresh, parent);
    return dialog.exec() == QDialog::Accepted ? dialog.take() : SecretString();
}

} // namespace punchcard::look
