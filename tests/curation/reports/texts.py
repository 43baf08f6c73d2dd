"""A made-up report, and its paragraphs as a test wants them."""

SECRET = "zorglubique"  # stands in every paragraph and nowhere in the catalogue

PLAIN = f"""\
Rapport du Secrétaire général

I. Introduction

1. Un premier paragraphe {SECRET},
sur deux lignes.

II. Activités

A. Formation

2. Au Kenya, l’ONUDC a formé plus de 120 juges {SECRET}s, avec l’OMD :

a) dans le Punjab;

b) à Nairobi.

B. Recherche

1. Études

a) Premières études

3. Trois études {SECRET}s portent sur l’Afrique.
"""

MARKDOWN = f"""\
# Rapport du Secrétaire général

Résumé Il ne compte pas.

## I. Introduction

**1.** Un premier paragraphe {SECRET}, sur deux lignes.

## II. Activités

### A. Formation

**2.** Au Kenya, l’ONUDC a formé plus de 120 juges {SECRET}s, avec l’OMD :

- a) dans le Punjab;

- b) à Nairobi.

### B. Recherche

#### 1. Études

##### a) Premières études

**3.** Trois études {SECRET}s portent sur l’Afrique.

## Notes de bas de page

- 1 Une note.
"""
