// SPDX-License-Identifier: MIT
// Breaks for the user: a file, a runner or a server's message is called “<a href=…>”, and the window shows its picture, its
// link or nothing at all in place of the name.
#include "tests/support/testmain.h"
#include "widgets/look/appearance.h"

#include <QApplication>
#include <QFormLayout>
#include <QHelpEvent>
#include <QLabel>
#include <QMessageBox>
#include <QProgressDialog>
#include <QPushButton>
#include <QToolTip>

using namespace punchcard;
using namespace Qt::StringLiterals;

namespace {

const QString hostileTexts[] = {u"<img src=\"file:///etc/passwd\">"_s,
                                u"<a href=\"file:///usr/bin/true\">results.zip</a>"_s,
                                u"<b>bold"_s,
                                u"<!-- gone"_s,
                                u"<table><tr><td>x"_s,
                                u"<qt>rich"_s,
                                u"<p style='font-size:99px'>big"_s,
                                u"&lt;b&gt;"_s};

QLabel *tip()
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (widget->inherits("QTipLabel") && widget->isVisible())
            return qobject_cast<QLabel *>(widget);
    }
    return nullptr;
}

} // namespace

class TstPlainTexts : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { look::applyTheme(Theme::Light); }
    void labels();
    void tips();
    void boxes();
    void whoMeansHtmlSaysSo();
};

void TstPlainTexts::labels()
{
    for (const QString &text : hostileTexts) {
        QWidget window;
        QFormLayout form(&window);
        auto *label = new QLabel(text, &window);
        form.addRow(text, label);
        window.show();
        for (const QLabel *one : window.findChildren<QLabel *>()) {
            QCOMPARE(one->textFormat(), Qt::PlainText);
            QCOMPARE(one->text(), text);
        }
    }
}

void TstPlainTexts::tips()
{
    QPushButton button(u"x"_s);
    button.show();
    for (const QString &text : hostileTexts) {
        button.setToolTip(text);
        QHelpEvent help(QEvent::ToolTip, {2, 2}, button.mapToGlobal(QPoint(2, 2)));
        QCoreApplication::sendEvent(&button, &help);
        QTRY_VERIFY(tip());
        QCOMPARE(tip()->textFormat(), Qt::PlainText);
        QCOMPARE(tip()->text(), text);
    }
    QToolTip::hideText();
}

void TstPlainTexts::boxes()
{
    for (const QString &text : hostileTexts) {
        QMessageBox box;
        box.setText(text);
        box.setInformativeText(text);
        box.show();
        QProgressDialog progress(text, text, 0, 10);
        progress.show();
        for (const QWidget *window : {static_cast<QWidget *>(&box), static_cast<QWidget *>(&progress)}) {
            int seen = 0;
            for (const QLabel *label : window->findChildren<QLabel *>()) {
                QVERIFY2(label->textFormat() == Qt::PlainText || label->text().isEmpty(), qPrintable(label->text()));
                seen += label->text() == text ? 1 : 0;
            }
            QVERIFY(seen > 0);
        }
    }
}

void TstPlainTexts::whoMeansHtmlSaysSo()
{
    QLabel label(u"<b>bold</b>"_s);
    label.setTextFormat(Qt::RichText);
    label.show();
    QCOMPARE(label.textFormat(), Qt::RichText);
}

PUNCHCARD_TEST(TstPlainTexts, tst_plaintexts)
#include "tst_plaintexts.moc"
